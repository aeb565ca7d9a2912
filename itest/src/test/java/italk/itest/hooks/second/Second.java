package italk.itest.hooks.second;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Appends a 2, and lets nobody in who is called Mallory. */
@Extension("second")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {MessageInterceptor.class, ConnectInterceptor.class})
public final class Second implements MessageInterceptor, ConnectInterceptor {

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.replace(draft.content() + "2");
  }

  @Override
  public Verdict.OnConnect intercept(ConnectRequest request) {
    return request.user().name().equals("Mallory")
        ? Verdict.reject("You are banned.", Duration.ofHours(1))
        : Verdict.accept();
  }
}
