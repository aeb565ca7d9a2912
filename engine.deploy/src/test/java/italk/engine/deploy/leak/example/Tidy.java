package italk.engine.deploy.leak.example;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Leaves nothing behind. */
public class Tidy implements BundleActivator {

  @Override
  public void start(BundleContext context) throws Exception {}

  @Override
  public void stop(BundleContext context) {}
}
