package italk.engine.deploy.swap.example;

import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Needs something that only one can have at a time, such as a port. */
public final class HoldsPort implements BundleActivator {

  private Semaphore port;

  @Override
  public void start(BundleContext context) {
    port = context.getService(context.getServiceReference(Semaphore.class));
    if (!port.tryAcquire()) {
      throw new IllegalStateException("the port is taken");
    }
  }

  @Override
  public void stop(BundleContext context) {
    port.release();
  }
}
