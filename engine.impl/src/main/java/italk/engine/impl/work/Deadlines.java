package italk.engine.impl.work;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls foreign code on the caller's own thread, with a deadline that the engine owns. A call that
 * is late is interrupted and given up; its thread is then no longer the caller's to use, and has to
 * return at once when it comes back.
 */
public final class Deadlines {

  private static final Duration PRECISION = Duration.ofMillis(2);

  private final Set<Timed> watched = ConcurrentHashMap.newKeySet();
  private final ThreadTimes times = new ThreadTimes();
  private final ThreadLocal<Visit> current = new ThreadLocal<>();

  public Deadlines(Ticker ticker) {
    ticker.every(PRECISION, this::check);
  }

  private void check() {
    if (!watched.isEmpty()) {
      long now = System.nanoTime();
      watched.removeIf(timed -> timed.isOverAt(now));
    }
  }

  /** Whose code the calling thread is inside of, called by this; empty where it is in none. */
  public Optional<String> insideOf() {
    return Optional.ofNullable(current.get()).map(Visit::where);
  }

  /** Lets a guest wait for a place, for no longer than {@code limit}. */
  public void await(Places places, Places.Guest guest, Duration limit) {
    watched.add(places.await(guest, System.nanoTime() + limit.toNanos()));
  }

  /**
   * What came of a call.
   *
   * @param result what it returned; null where it threw or was given up
   * @param thrown what it threw; null where it returned or was given up
   * @param givenUp true where it was late: {@code late} has been run, and this thread must return
   *     at once
   * @param slowNanos how long it took, where it was slow enough to be looked at; else 0
   */
  public record Outcome<R>(R result, Throwable thrown, boolean givenUp, long slowNanos) {}

  /** Calls what has all the places that it wants. */
  public <R> Outcome<R> call(Callable<R> foreign, Duration limit, Runnable late) {
    Places places = new Places("an extension", isShut -> {});
    places.enter();
    return call(foreign, limit, places, late);
  }

  /**
   * Calls.
   *
   * @param places in which the caller has a place, which is given up at the end
   * @param late run on the ticker where the limit is exceeded: must be short
   */
  public <R> Outcome<R> call(Callable<R> foreign, Duration limit, Places places, Runnable late) {
    GuardedCall call = new GuardedCall(System.nanoTime() + limit.toNanos(), late);
    Visit visit = new Visit(call, places, times);
    Visit outer = current.get();
    current.set(visit);
    watched.add(visit);
    R result = null;
    Throwable thrown = null;
    try {
      result = foreign.call();
    } catch (Throwable t) { // Errors, too: a hook that overflows the stack must hurt only itself.
      thrown = t;
    }
    boolean inTime = visit.end(thrown == null);
    watched.remove(visit);
    current.set(outer);
    // A hook may have set the flag itself; it must not hit the next one.
    Thread.interrupted();
    return inTime
        ? new Outcome<>(result, thrown, false, visit.slowNanos())
        : new Outcome<>(null, null, true, 0);
  }
}
