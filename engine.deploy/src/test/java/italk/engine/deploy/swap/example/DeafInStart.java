package italk.engine.deploy.swap.example;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Does not return before the test says so, even if interrupted. */
public final class DeafInStart implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    CountDownLatch release = context.getService(context.getServiceReference(CountDownLatch.class));
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException ignored) {
        continue;
      }
    }
  }

  @Override
  public void stop(BundleContext context) {
    // Nothing to do.
  }
}
