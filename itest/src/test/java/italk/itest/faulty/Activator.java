package italk.itest.faulty;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** An activator of the old kind, for the version that has one. */
public final class Activator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Fault.here().throwIf(Fault.ACTIVATOR_THROWS);
  }

  @Override
  public void stop(BundleContext context) {
    // Nothing was begun.
  }
}
