package italk.engine.impl.work;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool that runs code of strangers and stays able to work: for each thread that has been in one
 * task for too long, it lends itself another one, up to a bound, and takes it back when the stuck
 * one returns.
 *
 * <p>The queue of tasks has no bound of its own: each task is a {@link SerialQueue} that has work,
 * so there are never more than there are such queues, and what they hold is bounded.
 */
public final class Workers extends ThreadPoolExecutor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(5);
  private static final long BLOCKED_AFTER_NANOS = Duration.ofMillis(50).toNanos();
  private static final int MAX_LENT = 256;
  // A pool that breathes with every check would make threads all the time.
  private static final int CHECKS_BEFORE_SHRINKING = 40;

  private final String name;
  private final int size;
  private final Ticker ticker;
  private final Future<?> lending;
  private final Set<Worker> threads = ConcurrentHashMap.newKeySet();
  // The ticker's alone.
  private int checksWithTooMany;

  /**
   * A thread that tells since when it is in its task, and whether that is known to wait for
   * something. Read by the ticker.
   */
  private static final class Worker extends Thread {
    private volatile long busySince;
    private volatile boolean busy;
    private volatile boolean waiting;

    Worker(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }

  public Workers(String name, int size, Ticker ticker) {
    super(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    this.name = name;
    this.size = size;
    this.ticker = ticker;
    setThreadFactory(this::newWorker);
    allowCoreThreadTimeOut(true);
    // Only after close: what is still handed in then has nobody to do it.
    setRejectedExecutionHandler(new DiscardPolicy());
    lending = ticker.every(CHECK_INTERVAL, this::lend);
  }

  /** Runs {@code task} on one of these threads, later. */
  public void executeAfter(Duration delay, Runnable task) {
    ticker.after(delay, () -> execute(task));
  }

  /** Runs {@code check} again and again on the ticker, until this is closed: must be short. */
  public void every(Duration interval, Runnable check) {
    ticker.every(
        interval,
        () -> {
          if (!isShutdown()) {
            check.run();
          }
        });
  }

  private Thread newWorker(Runnable task) {
    Worker[] created = new Worker[1];
    Runnable registered =
        () -> {
          try {
            task.run();
          } finally {
            threads.remove(created[0]);
          }
        };
    created[0] = new Worker(registered, name);
    // afterExecute has logged it; nothing else is to be printed.
    created[0].setUncaughtExceptionHandler((thread, thrown) -> {});
    threads.add(created[0]);
    return created[0];
  }

  // Runs on the ticker, which alone changes the pool's size.
  private void lend() {
    if (isShutdown()) {
      return;
    }
    long now = System.nanoTime();
    int blocked = 0;
    for (Worker worker : threads) {
      if (worker.busy && (worker.waiting || now - worker.busySince > BLOCKED_AFTER_NANOS)) {
        blocked++;
      }
    }
    // What waits in line may be about to be blocked, too: not one by one.
    int wanted = size + Math.min(blocked + Math.min(blocked, getQueue().size()), MAX_LENT);
    int current = getCorePoolSize();
    checksWithTooMany = wanted < current ? checksWithTooMany + 1 : 0;
    if (wanted > current) {
      setMaximumPoolSize(wanted);
      setCorePoolSize(wanted);
    } else if (checksWithTooMany > CHECKS_BEFORE_SHRINKING) {
      setCorePoolSize(wanted);
      setMaximumPoolSize(wanted);
    }
  }

  /** A thread that may be one of ours waits in the midst of its task, or does so no longer. */
  static void isWaiting(Thread thread, boolean isWaiting) {
    if (thread instanceof Worker worker) {
      worker.waiting = isWaiting;
    }
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    Worker worker = (Worker) thread;
    worker.busySince = System.nanoTime();
    worker.waiting = false;
    worker.busy = true;
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    ((Worker) Thread.currentThread()).busy = false;
    if (thrown != null) {
      LOG.error("A task of {} failed", name, thrown);
    }
  }

  /** Ends the threads; what never returns keeps its daemon thread. */
  @Override
  public void close() {
    lending.cancel(false);
    shutdownNow();
  }
}
