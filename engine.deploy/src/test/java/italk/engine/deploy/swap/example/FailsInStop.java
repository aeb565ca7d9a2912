package italk.engine.deploy.swap.example;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws when it is stopped. */
public final class FailsInStop implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    // Nothing to do.
  }

  @Override
  public void stop(BundleContext context) {
    throw new IllegalStateException("no end");
  }
}
