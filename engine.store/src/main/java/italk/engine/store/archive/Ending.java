package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets what takes long end early, where the store is closed. Safe for any thread. */
public final class Ending {

  private final CountDownLatch ended = new CountDownLatch(1);

  /** Ends it. */
  public void end() {
    ended.countDown();
  }

  /** Throws where it has to end. */
  void check() {
    if (ended.getCount() == 0) {
      throw closed();
    }
  }

  /** Waits; throws where it has to end meanwhile. */
  void await(Duration duration) {
    try {
      if (ended.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        throw closed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closed();
    }
  }

  private static EngineException closed() {
    return Problem.of(
            Problem.Code.CLOSED,
            "The store is closed before this has come to its end: begin it again when the engine"
                + " runs again.")
        .exception();
  }
}
