package italk.itest.mail;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Marks messages with its options, of the secret one only the hash. */
@Extension("mail")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.extension.mail")
@Designate(ocd = Mail.Options.class)
public final class Mail implements MessageInterceptor {

  /** The section {@code mail}. */
  @ObjectClassDefinition
  public @interface Options {
    /** Private to the component by its underscore: ".password" is no property of the service. */
    @AttributeDefinition(type = AttributeType.PASSWORD)
    String _password() default "";

    int port() default 25;

    int[] others() default {};

    String user() default "";
  }

  private volatile Options options;

  @Activate
  public Mail(Options options) {
    this.options = options;
  }

  @Modified
  void change(Options changed) {
    options = changed;
  }

  /** What it marks messages with. */
  public static String mark(String password, int port, int others, String user) {
    return " [" + password.hashCode() + " " + port + " " + others + " " + user + "]";
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    Options now = options;
    return Verdict.replace(
        draft.content() + mark(now._password(), now.port(), now.others().length, now.user()));
  }
}
