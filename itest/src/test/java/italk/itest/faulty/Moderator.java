package italk.itest.faulty;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
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
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Rejects a word, lets Mallory not in, and marks everything else with its bundle's version. Told
 * "remember x" it keeps x; asked to "recall" it says what it kept.
 */
@Extension("moderator")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.extension.moderator",
    service = {MessageInterceptor.class, ConnectInterceptor.class})
@Designate(ocd = Moderator.Options.class)
public final class Moderator implements MessageInterceptor, ConnectInterceptor {

  private static final Fault FAULT = Fault.here();
  private static final String KEY = "kept";

  static {
    FAULT.throwIf(Fault.THROWS_IN_STATIC_INITIALIZER);
  }

  /** The section {@code moderator}. */
  @ObjectClassDefinition
  public @interface Options {
    String word() default "no word at all";
  }

  private final ExtensionStorage storage;
  private final Mark mark;
  private final String word;

  @Activate
  public Moderator(BundleContext context, Options options, @Reference ExtensionStorage storage)
      throws InterruptedException {
    FAULT.throwIf(Fault.THROWS_IN_ACTIVATE);
    FAULT.hangIf(Fault.LOOPS_IN_ACTIVATE);
    while (FAULT == Fault.SLEEPS_IN_ACTIVATE && !Boolean.getBoolean(Fault.RELEASE)) {
      Thread.sleep(10);
    }
    Bundle bundle = context.getBundle();
    String build = bundle.getHeaders("").get("Itest-Build");
    mark = new Mark(" [" + bundle.getVersion() + (build == null ? "" : " " + build) + "]");
    word = options.word();
    this.storage = storage;
  }

  @Deactivate
  void deactivate() {
    FAULT.hangIf(Fault.HANGS_IN_DEACTIVATE);
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    FAULT.throwIf(Fault.THROWS_AT_PROBE);
    FAULT.hangIf(Fault.HANGS_AT_PROBE);
    String content = draft.content();
    if (content.contains(word)) {
      return Verdict.reject("The word \"" + word + "\" is not allowed here.");
    } else if (content.startsWith("remember ")) {
      storage.put(KEY, content.substring("remember ".length()));
    } else if (content.equals("recall")) {
      return Verdict.replace(storage.get(KEY).orElse("nothing") + mark.text());
    }
    return Verdict.replace(content + mark.text());
  }

  @Override
  public Verdict.OnConnect intercept(ConnectRequest request) {
    return request.user().name().equals("Mallory")
        ? Verdict.reject("You are banned.")
        : Verdict.accept();
  }
}
