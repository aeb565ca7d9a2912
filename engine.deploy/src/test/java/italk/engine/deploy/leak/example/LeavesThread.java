package italk.engine.deploy.leak.example;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;

/** Its thread runs until it is interrupted, which nobody does. */
public class LeavesThread extends Tidy {

  @Override
  public void start(BundleContext context) {
    new Thread(this::poll, "poller").start();
  }

  private void poll() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException end) {
      return;
    }
  }
}
