package italk.itest.waiting;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Never registers its hooks. */
@Extension("moderator")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.extension.moderator",
    service = {MessageInterceptor.class, ConnectInterceptor.class})
@Designate(ocd = Moderator.Options.class)
public final class Moderator implements MessageInterceptor, ConnectInterceptor {

  /** The section {@code moderator}. */
  @ObjectClassDefinition
  public @interface Options {
    String word() default "no word at all";
  }

  @Activate
  public Moderator(@Reference(target = "(itest=never)") Runnable nobody) {
    nobody.run();
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.accept();
  }

  @Override
  public Verdict.OnConnect intercept(ConnectRequest request) {
    return Verdict.accept();
  }
}
