package italk.engine.deploy.swap.example;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws. */
public final class FailsInStart implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("no port");
  }

  @Override
  public void stop(BundleContext context) {
    // Nothing to do.
  }
}
