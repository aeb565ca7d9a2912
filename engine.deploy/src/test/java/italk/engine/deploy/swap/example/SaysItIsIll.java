package italk.engine.deploy.swap.example;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Has a health check. */
public final class SaysItIsIll implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Result.Status status = Result.Status.valueOf(context.getBundle().getHeaders().get("Status"));
    HealthCheck check = () -> new Result(status, "the disk is full");
    context.registerService(HealthCheck.class, check, null);
  }

  @Override
  public void stop(BundleContext context) {
    // Nothing to do.
  }
}
