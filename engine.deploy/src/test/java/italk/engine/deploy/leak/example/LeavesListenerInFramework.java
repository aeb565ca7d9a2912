package italk.engine.deploy.leak.example;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;

/** Adds a listener in the name of another bundle, so that nobody takes it away. */
public class LeavesListenerInFramework extends Tidy {

  @Override
  public void start(BundleContext context) {
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .getBundleContext()
        .addBundleListener(new Listener());
  }

  /** What is kept. */
  static class Listener implements BundleListener {
    @Override
    public void bundleChanged(BundleEvent event) {}
  }
}
