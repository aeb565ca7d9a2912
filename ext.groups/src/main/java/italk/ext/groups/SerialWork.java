package italk.ext.groups;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes one after the other, so that what one has checked can't be changed by another
 * before it is done; and holds no lock while it asks the engine. Owns the one thread that it is
 * done on, from the first change to the component's end.
 */
@Component(service = SerialWork.class)
public final class SerialWork {

  /** How many changes may wait for their turn. */
  static final int MAX_WAITING = 256;

  // Longer than the engine itself waits for its store.
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Logger LOGGER = LoggerFactory.getLogger(SerialWork.class);

  private final Duration limit;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          work -> new Thread(work, "italk-groups-management"));

  /** Starts nothing yet. */
  @Activate
  public SerialWork() {
    this(LIMIT);
  }

  SerialWork(Duration limit) {
    this.limit = limit;
  }

  /**
   * Does something when everything before is done, and waits for it.
   *
   * @return what it gives; what it throws is thrown here
   */
  <T> T call(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    try {
      thread.execute(task);
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException full) {
      throw unavailable("Too many changes of groups wait for their turn. Try again.", full);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException plain
          ? plain
          : new IllegalStateException("A change of a group failed.", failed.getCause());
    } catch (CancellationException ended) {
      throw unavailable(
          "The extension groups_management was stopped before it came to this: try again when it"
              + " is back.",
          ended);
    } catch (TimeoutException slow) {
      // It stays undone where its turn has not come yet.
      task.cancel(false);
      throw unavailable(
          "The change of the group took longer than "
              + limit.toSeconds()
              + " s: it may be done or not. Look, and try again.",
          slow);
    } catch (InterruptedException interrupted) {
      task.cancel(false);
      Thread.currentThread().interrupt();
      throw unavailable(
          "The wait for the change of the group was interrupted: it may be done or not. Look, and"
              + " try again.",
          interrupted);
    }
  }

  /** The same with something that gives nothing. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  /** Does something when everything before is done. A failure is logged. */
  void submit(String what, Runnable work) {
    Runnable guarded =
        () -> {
          try {
            work.run();
          } catch (RuntimeException failed) {
            LOGGER.warn("{} is left for the next start: {}", what, failed.getMessage());
          }
        };
    try {
      thread.execute(new FutureTask<Void>(guarded, null));
    } catch (RejectedExecutionException full) {
      LOGGER.warn("{} is left for the next start: too much else is waiting.", what);
    }
  }

  private static EngineException unavailable(String words, Exception cause) {
    return new EngineException(Problem.unavailable(words, RETRY), cause);
  }

  /** What was taken is done as far as there is time; who waits for the rest is told. */
  @Deactivate
  void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        giveUp();
      }
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    thread.shutdownNow().forEach(task -> ((FutureTask<?>) task).cancel(false));
    LOGGER.warn("Changes of groups were not done within {} s and are given up.", END.toSeconds());
  }
}
