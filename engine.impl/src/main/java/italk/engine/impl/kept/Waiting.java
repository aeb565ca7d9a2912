package italk.engine.impl.kept;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreWrite;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the engine does on other threads, on behalf of callers who want an answer. */
public final class Waiting {

  private Waiting() {}

  /**
   * The result.
   *
   * @throws EngineException what the stage ended with, or {@code UNAVAILABLE} where it did not end
   *     in time
   */
  public static <T> T get(CompletionStage<T> stage, Duration limit, String what) {
    try {
      return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw asEngineException(e.getCause(), what);
    } catch (TimeoutException e) {
      throw new EngineException(
          Problem.unavailable(
              what + " took longer than " + limit.toSeconds() + " s. Try again.", limit),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          Problem.unavailable(what + " was interrupted. Try again.", Duration.ofSeconds(1)), e);
    }
  }

  /**
   * Hands a change to the store. One that throws instead of failing the stage has answered, too.
   */
  public static <T> CompletionStage<T> write(Store store, StoreWrite<T> change) {
    try {
      return store.write(change);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  public static EngineException asEngineException(Throwable thrown, String what) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof EngineException known
        ? known
        : new EngineException(
            Problem.unavailable(
                what + " failed in the engine (" + cause + "). Try again; the log says more.",
                Duration.ofSeconds(1)),
            cause);
  }

  public static Problem engineClosed() {
    return Problem.of(Problem.Code.CLOSED, "The engine is closed: connect again when it is back.");
  }
}
