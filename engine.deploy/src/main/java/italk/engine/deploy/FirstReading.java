package italk.engine.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the condition {@value #CONDITION} once every jar that lay in the folder at the start
 * was installed or refused. The thread of operations and the timer's both come here.
 */
final class FirstReading implements AutoCloseable {

  /** Its id; the engine's gate waits for it. */
  static final String CONDITION = "italk.extensions.read";

  private static final Logger LOG = LoggerFactory.getLogger(FirstReading.class);

  private final BundleContext context;
  private final Duration bound;
  private final AtomicBoolean finished = new AtomicBoolean();
  private final ScheduledExecutorService timer;

  FirstReading(BundleContext context, Duration bound) {
    this.context = context;
    this.bound = bound;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "italk-first-reading");
              thread.setDaemon(true);
              return thread;
            });
    timer.schedule(this::overdue, bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void overdue() {
    if (finish()) {
      LOG.warn(
          "After {} s the hot folder is still not read. The engine goes on without waiting for it;"
              + " look for a bundle that hangs while it starts.",
          bound.toSeconds());
    }
  }

  /**
   * The folder was read, whatever happens later: the condition stays as long as our bundle is
   * active.
   *
   * @return false where that was known already
   */
  boolean finish() {
    boolean first = finished.compareAndSet(false, true);
    if (first) {
      context.registerService(
          Condition.class,
          Condition.INSTANCE,
          FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, CONDITION)));
      timer.shutdown();
    }
    return first;
  }

  @Override
  public void close() {
    finished.set(true);
    timer.shutdownNow();
  }
}
