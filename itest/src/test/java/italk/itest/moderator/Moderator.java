package italk.itest.moderator;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Rejects a word, and marks everything else with its bundle's version. */
@Extension("moderator")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.extension.moderator",
    service = MessageInterceptor.class)
@Designate(ocd = Moderator.Options.class)
public final class Moderator implements MessageInterceptor {

  /** The section {@code moderator}. */
  @ObjectClassDefinition
  public @interface Options {
    String word() default "forbidden";
  }

  private final String mark;
  private final String word;

  @Activate
  public Moderator(BundleContext context, Options options) {
    mark = " [" + context.getBundle().getVersion() + "]";
    word = options.word();
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return draft.content().contains(word)
        ? Verdict.reject("The word \"" + word + "\" is not allowed here.")
        : Verdict.replace(draft.content() + mark);
  }
}
