package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Lets what takes long end early, where the store is closed. Safe for any thread. */
public final class Ending {

  private static final Runnable NOTHING = () -> {};

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<Runnable> inTheMidst = new AtomicReference<>(NOTHING);

  /** Ends it. May be called again, where what runs has not heard it. */
  public void end() {
    ended.countDown();
    inTheMidst.get().run();
  }

  /** What has to be done to end what begins now; throws where it must not begin. */
  void begins(Runnable toEnd) {
    inTheMidst.set(toEnd);
    check();
  }

  /** It has ended by itself. */
  void ends() {
    inTheMidst.set(NOTHING);
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
