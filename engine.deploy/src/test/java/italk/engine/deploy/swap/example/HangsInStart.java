package italk.engine.deploy.swap.example;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Does not return, unless interrupted. */
public final class HangsInStart implements BundleActivator {

  @Override
  public void start(BundleContext context) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public void stop(BundleContext context) {
    // Nothing to do.
  }
}
