package italk.itest.grown;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Rejects the word of the section, and appends an ending that the section need not name. */
@Extension("moderator")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.extension.moderator.grown",
    service = {MessageInterceptor.class, ConnectInterceptor.class})
@Designate(ocd = GrownModerator.Options.class)
public final class GrownModerator implements MessageInterceptor, ConnectInterceptor {

  /** The section {@code moderator}. */
  @ObjectClassDefinition
  public @interface Options {
    String word() default "no word at all";

    /** One version has no default. */
    @AttributeDefinition(name = "Ending")
    String ending() default "grown";
  }

  private final ExtensionStorage storage;
  private final Options options;

  @Activate
  public GrownModerator(Options options, @Reference ExtensionStorage storage) {
    this.options = options;
    this.storage = storage;
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    String content =
        draft.content().equals("recall") ? storage.get("kept").orElse("nothing") : draft.content();
    return content.contains(options.word())
        ? Verdict.reject("The word \"" + options.word() + "\" is not allowed here.")
        : Verdict.replace(content + " [" + options.ending() + "]");
  }

  @Override
  public Verdict.OnConnect intercept(ConnectRequest request) {
    return request.user().name().equals("Mallory")
        ? Verdict.reject("You are banned.")
        : Verdict.accept();
  }
}
