package italk.ext.messages.kept;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after the other on one thread, which waits for storage so that nobody has to hold
 * a lock while doing so. The callers wait for theirs: there are never more waiting than threads
 * that call.
 *
 * <p>The thread goes when there was nothing to do for a while, and at {@link #close()}.
 */
public final class OneAtATime implements AutoCloseable {

  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 3;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ThreadPoolExecutor executor;

  /**
   * No thread until there is something to do.
   *
   * @param threadName the thread's
   */
  public OneAtATime(String threadName) {
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Does it, after all that was asked for before.
   *
   * @throws EngineException what it throws; with {@code UNAVAILABLE} where this is closed or the
   *     calling thread is interrupted
   */
  public <T> T call(Callable<T> task) {
    Future<T> result;
    try {
      result = executor.submit(task);
    } catch (RejectedExecutionException closed) {
      throw unavailable("messages_management is being stopped.");
    }
    try {
      return result.get();
    } catch (InterruptedException interrupted) {
      // What has begun comes to its end: half of it must not be done.
      result.cancel(false);
      Thread.currentThread().interrupt();
      throw unavailable("It is not known whether it was done: the wait for it was interrupted.");
    } catch (CancellationException givenUp) {
      throw unavailable("messages_management was stopped before it was done.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EngineException problem) {
        throw new EngineException(problem.problem(), problem);
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static EngineException unavailable(String why) {
    return Problem.unavailable(why, RETRY).exception();
  }

  /** Takes nothing more on, and waits a moment for what it has. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow().forEach(OneAtATime::giveUp);
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow().forEach(OneAtATime::giveUp);
      Thread.currentThread().interrupt();
    }
  }

  // Who waits for it would wait for ever.
  private static void giveUp(Runnable task) {
    ((Future<?>) task).cancel(false);
  }
}
