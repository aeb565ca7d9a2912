package italk.ext.users;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes one after the other on a thread of its own, while the callers wait: so a change may
 * block, and call out, without anybody holding a lock. The thread is there while there is something
 * to do; {@link #close} ends it.
 */
final class ChangeThread implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ChangeThread.class);

  private static final int MAX_WAITING = 256;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor executor;
  private final Duration patience;

  ChangeThread() {
    this(Duration.ofSeconds(5));
  }

  /**
   * Nothing runs yet.
   *
   * @param patience how long the end waits for what is under way
   */
  ChangeThread(Duration patience) {
    this.patience = patience;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> {
              Thread thread = new Thread(work, "italk-users-management");
              thread.setDaemon(true);
              // Not that of whoever happens to call first.
              thread.setContextClassLoader(ChangeThread.class.getClassLoader());
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes a change and waits for it.
   *
   * @throws EngineException that the change throws; with {@code UNAVAILABLE} where too many wait or
   *     this is closed
   */
  <T> T make(Supplier<T> change) {
    FutureTask<T> task = new FutureTask<>(change::get);
    execute(task);
    try {
      return task.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException thrown
          ? thrown
          : new IllegalStateException("A change of users_management failed", failed.getCause());
    } catch (CancellationException stopped) {
      throw unavailable("users_management was stopped before the change was made.");
    } catch (InterruptedException interrupted) {
      boolean cancelled = task.cancel(false);
      Thread.currentThread().interrupt();
      throw unavailable(
          "Interrupted while waiting for a change of users_management, which "
              + (cancelled ? "may or may not be made" : "is made")
              + ": look at what is in force.");
    }
  }

  /** Lets something run when its turn comes. */
  void soon(Runnable work) {
    execute(
        new FutureTask<>(
            () -> {
              try {
                work.run();
              } catch (RuntimeException failed) {
                LOGGER.error("users_management could not look for banned sessions.", failed);
              }
              return null;
            }));
  }

  private void execute(FutureTask<?> task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException full) {
      throw unavailable(
          executor.isShutdown()
              ? "users_management is being stopped."
              : MAX_WAITING + " changes of users_management are waiting already.");
    }
  }

  private static EngineException unavailable(String message) {
    return Problem.unavailable(message, Duration.ofSeconds(1)).exception();
  }

  /** Lets what waits come to its end, for a while; then the store has had its chance. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    List<Runnable> waiting = executor.shutdownNow();
    waiting.stream().filter(Future.class::isInstance).forEach(it -> ((Future<?>) it).cancel(false));
    LOGGER.warn(
        "users_management was stopped while the store was busy: {} changes were given up, each"
            + " caller was told.",
        waiting.size());
  }
}
