package @PACKAGE@;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Refuses messages that contain one of some words. */
@Extension("@NAME@")
@Component(configurationPolicy = REQUIRE, service = MessageInterceptor.class)
@Designate(ocd = @CLASS@.Options.class)
public final class @CLASS@ implements MessageInterceptor {

  /** The section "@NAME@" of config.json; its words are in OSGI-INF/l10n. */
  @ObjectClassDefinition(
      localization = "OSGI-INF/l10n/options",
      name = "%name",
      description = "%description")
  public @interface Options {
    @AttributeDefinition(name = "%words.name", description = "%words.description")
    String[] words() default {};
  }

  // Written when the configuration changes, read by the engine's threads.
  private volatile Options options;

  @Activate
  public @CLASS@(Options options) {
    this.options = options;
  }

  /** Without this method, a change of the configuration would be a new instance. */
  @Modified
  void modified(Options changed) {
    options = changed;
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    String content = draft.content().toLowerCase(Locale.ROOT);
    for (String word : options.words()) {
      if (content.contains(word.toLowerCase(Locale.ROOT))) {
        return Verdict.reject("Please don't write \"" + word + "\" here.");
      }
    }
    return Verdict.accept();
  }
}
