package italk.engine.deploy.leak.example;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/** Leaves a value on a thread that isn't its own. */
public class LeavesThreadLocal extends Tidy {

  private static final ThreadLocal<Value> LOCAL = new ThreadLocal<>();

  @Override
  public void start(BundleContext context) throws Exception {
    context
        .getService(context.getServiceReference(ExecutorService.class))
        .submit(() -> LOCAL.set(new Value()))
        .get(10, TimeUnit.SECONDS);
  }

  /** What is left. */
  static class Value {}
}
