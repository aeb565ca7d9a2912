package italk.bench.tiny.bundle;

import italk.bench.tiny.TinyHook;
import italk.engine.api.extension.MessageInterceptor;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Registers the tiny hook. An activator, not a component: it is the quickest way that plain OSGi
 * has, so the gap that is measured is the framework's own.
 */
public final class TinyActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    context.registerService(MessageInterceptor.class, new TinyHook(), null);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework unregisters the service.
  }
}
