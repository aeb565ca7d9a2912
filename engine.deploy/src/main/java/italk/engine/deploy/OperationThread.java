package italk.engine.deploy;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that changes bundles: operations are done one after the other, whoever asks. Ends
 * with the component that owns it.
 */
final class OperationThread implements AutoCloseable {

  private static final int MAX_WAITING = 100;
  // Most are done by then, and what is done needs no undoing.
  private static final Duration COURTESY = Duration.ofSeconds(2);
  private static final Duration END_BOUND = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread thread = new Thread(task, "italk-operations");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Does it, and waits for its end.
   *
   * @throws EngineException where there is too much to do, or the engine stops
   */
  <T> T call(Callable<T> work) {
    Future<T> future = submit(work);
    try {
      return future.get();
    } catch (InterruptedException stopping) {
      // What has begun is done to its end: half an operation is worse than a late one.
      Thread.currentThread().interrupt();
      throw unavailable("Nobody waits for the operation any more; see: operations.");
    } catch (CancellationException stopping) {
      throw unavailable("The engine stops.");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof InterruptedException) {
        throw unavailable("The engine stops.");
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** Does it some time. */
  <T> Future<T> submit(Callable<T> work) {
    try {
      return executor.submit(work);
    } catch (RejectedExecutionException full) {
      throw unavailable(
          executor.isShutdown() ? "The engine stops." : "Too many operations wait already.");
    }
  }

  private static EngineException unavailable(String message) {
    return new EngineException(Problem.unavailable(message, RETRY_AFTER));
  }

  /**
   * What waits is not begun any more. An operation that is under way comes to its end or, where
   * that takes long, is undone.
   */
  @Override
  public void close() {
    executor.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    executor.getQueue().drainTo(waiting);
    // Else whoever waits for one of them waits for ever.
    waiting.forEach(task -> ((Future<?>) task).cancel(false));
    try {
      if (!executor.awaitTermination(COURTESY.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
        executor.awaitTermination(END_BOUND.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
