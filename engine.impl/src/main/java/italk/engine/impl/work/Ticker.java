package italk.engine.impl.work;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's one clock thread. What it runs must be short and must never block: deadlines of all
 * hooks depend on it.
 */
public final class Ticker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final ScheduledThreadPoolExecutor executor;

  public Ticker(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            // What comes after the end has nobody to do it.
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs {@code task} again and again until it is cancelled or this is closed. */
  public Future<?> every(Duration interval, Runnable task) {
    return executor.scheduleWithFixedDelay(
        () -> runSafely(task), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs {@code task} once, unless this is closed before. */
  public void after(Duration delay, Runnable task) {
    executor.schedule(() -> runSafely(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  // An exception would end the schedule without a word, and with it every deadline. An Error would,
  // too: "unable to create native thread" is one.
  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A periodic task of the engine failed; it will be run again", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
