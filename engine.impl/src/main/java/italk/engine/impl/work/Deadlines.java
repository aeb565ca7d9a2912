package italk.engine.impl.work;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls foreign code on the caller's own thread, with a deadline that the engine owns. A call that
 * is late is interrupted and given up; its thread is then no longer the caller's to use, and has to
 * return at once when it comes back.
 */
public final class Deadlines {

  private static final Duration PRECISION = Duration.ofMillis(5);

  private final Set<GuardedCall> running = ConcurrentHashMap.newKeySet();

  public Deadlines(Ticker ticker) {
    ticker.every(PRECISION, this::check);
  }

  private void check() {
    if (!running.isEmpty()) {
      long now = System.nanoTime();
      running.removeIf(call -> call.giveUpIfLate(now));
    }
  }

  /**
   * What came of a call.
   *
   * @param result what it returned; null where it threw or was given up
   * @param thrown what it threw; null where it returned or was given up
   * @param givenUp true where it was late: {@code late} has been run, and this thread must return
   *     at once
   */
  public record Outcome<R>(R result, Throwable thrown, boolean givenUp) {}

  /**
   * Calls.
   *
   * @param late run on the ticker where the limit is exceeded: must be short
   */
  public <R> Outcome<R> call(Callable<R> foreign, Duration limit, Runnable late) {
    GuardedCall call = new GuardedCall(System.nanoTime() + limit.toNanos(), late);
    running.add(call);
    R result = null;
    Throwable thrown = null;
    try {
      result = foreign.call();
    } catch (Throwable t) { // Errors, too: a hook that overflows the stack must hurt only itself.
      thrown = t;
    }
    boolean inTime = call.end();
    running.remove(call);
    // A hook may have set the flag itself; it must not hit the next one.
    Thread.interrupted();
    return inTime ? new Outcome<>(result, thrown, false) : new Outcome<>(null, null, true);
  }
}
