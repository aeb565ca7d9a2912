package italk.engine.deploy.leak.example;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/** Hangs on a thread that isn't its own, and has something scheduled there. */
public class LeavesTaskInPool extends Tidy {

  @Override
  public void start(BundleContext context) throws Exception {
    ScheduledExecutorService scheduler =
        context.getService(context.getServiceReference(ScheduledExecutorService.class));
    scheduler.schedule(new Later(), 1, TimeUnit.HOURS);
    CountDownLatch begun = new CountDownLatch(1);
    context
        .getService(context.getServiceReference(ExecutorService.class))
        .execute(() -> hang(begun));
    begun.await(10, TimeUnit.SECONDS);
  }

  private static void hang(CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException end) {
      return;
    }
  }

  /** What is due in an hour. */
  static class Later implements Runnable {
    @Override
    public void run() {}
  }
}
