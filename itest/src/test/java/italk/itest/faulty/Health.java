package italk.itest.faulty;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;

/** Says how the moderator is. */
@Component(property = HealthCheck.NAME + "=moderator")
public final class Health implements HealthCheck {

  @Override
  public Result execute() {
    Fault fault = Fault.here();
    fault.throwIf(Fault.HEALTH_THROWS);
    fault.hangIf(Fault.HEALTH_HANGS);
    return fault == Fault.HEALTH_IS_CRITICAL
        ? new Result(Result.Status.CRITICAL, "its blood pressure is 300")
        : new Result(Result.Status.OK, "it is well");
  }
}
