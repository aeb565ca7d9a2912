package italk.itest.turning;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.operation.Trials;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Good to the probe, bad to everybody else. */
@Extension("moderator")
@Component(
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    configurationPid = "italk.itest.turning.Turning",
    service = MessageInterceptor.class)
public final class Turning implements MessageInterceptor {

  @Override
  public Verdict intercept(MessageDraft draft) {
    if (draft.sender().id().equals(Trials.PROBE_USER)) {
      return Verdict.accept();
    }
    throw new IllegalStateException("on purpose");
  }
}
