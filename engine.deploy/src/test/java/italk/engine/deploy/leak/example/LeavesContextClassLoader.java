package italk.engine.deploy.leak.example;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/** Makes a pool that isn't its own start a thread while its class loader is the context's. */
public class LeavesContextClassLoader extends Tidy {

  @Override
  public void start(BundleContext context) throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    try {
      context
          .getService(context.getServiceReference(ExecutorService.class))
          .submit(() -> {})
          .get(10, TimeUnit.SECONDS);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
