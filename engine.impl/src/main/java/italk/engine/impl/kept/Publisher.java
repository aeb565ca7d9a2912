package italk.engine.impl.kept;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which what was committed becomes visible, in the order in which it is handed
 * in. What it runs never blocks.
 *
 * <p>Its queue has no bound of its own: each entry belongs to a message or a call that is counted
 * elsewhere.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "italk-publisher");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  public void publish(Runnable visible) {
    executor.execute(
        () -> {
          try {
            visible.run();
          } catch (RuntimeException e) {
            LOG.error("Something that was stored could not be published", e);
          }
        });
  }

  /** Publishes what was handed in, then ends. */
  public void close(Duration limit) throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
