package italk.itest.tally;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Marks each message with the versions of itself that have run, which it keeps: the last of them is
 * the one that has marked it. A version with the header {@value #BAD} does not become active.
 */
@Extension("tally")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE, service = MessageInterceptor.class)
public final class Tally implements MessageInterceptor {

  /** The header of the manifest that says with which words it fails. */
  public static final String BAD = "Tally-Bad";

  private static final String RAN = "ran";

  private final String versions;

  @Activate
  public Tally(BundleContext context, @Reference ExtensionStorage storage) {
    Bundle bundle = context.getBundle();
    String bad = bundle.getHeaders().get(BAD);
    if (bad != null) {
      throw new IllegalStateException(bad);
    }
    versions = storage.get(RAN).map(ran -> ran + " ").orElse("") + bundle.getVersion();
    storage.put(RAN, versions);
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.replace(draft.content() + " [" + versions + "]");
  }
}
