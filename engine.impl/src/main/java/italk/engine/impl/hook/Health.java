package italk.engine.impl.hook;

import italk.engine.impl.event.ListenerHealth;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts a hook's failures. One that fails too often, or hangs, is in quarantine: an interceptor is
 * not asked, a listener's events wait, until one call that is let through proves it healthy. Each
 * relapse doubles the pause, up to {@value #MAX_DOUBLINGS} times.
 *
 * <p>Safe for any thread. {@code ill} is read without a lock on every call; all else is guarded by
 * {@code this}, under which nothing is called.
 */
final class Health implements ListenerHealth {

  /** Failures that are older than this don't count any more. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int MAX_DOUBLINGS = 5;

  /** Whether to ask. */
  enum Permit {
    /** Ask: it is healthy. */
    ASK,
    /** Ask, and it counts: the one call that proves it healthy or not. */
    TRY,
    /** Don't ask: its failure policy decides. */
    BYPASS
  }

  private final IntSupplier allowed;
  private final Supplier<Duration> pause;
  private final LongSupplier clock;
  private final Runnable changed;

  private final Deque<Long> failures = new ArrayDeque<>();
  private volatile boolean ill;
  private boolean hanging;
  private boolean trying;
  private int relapses;
  private long until;

  /**
   * @param allowed how many failures within {@link #WINDOW} put it into quarantine; 0 for never
   * @param pause how long it is left alone at first
   * @param clock nanoseconds, of no particular beginning
   * @param changed run when it went into quarantine or came out, on the thread of the call
   */
  Health(IntSupplier allowed, Supplier<Duration> pause, LongSupplier clock, Runnable changed) {
    this.allowed = allowed;
    this.pause = pause;
    this.clock = clock;
    this.changed = changed;
  }

  /** One that is never put into quarantine. */
  static Health unlimited() {
    return new Health(() -> 0, () -> Duration.ZERO, System::nanoTime, () -> {});
  }

  boolean isInQuarantine() {
    return ill;
  }

  /** True where calls of it have not returned. */
  synchronized boolean isHanging() {
    return hanging;
  }

  /** True where it is not to be asked now; what has got a place has to ask for a permit. */
  boolean isLeftAlone() {
    return ill && isLeftAloneNow();
  }

  private synchronized boolean isLeftAloneNow() {
    return ill && (hanging || trying || clock.getAsLong() - until < 0);
  }

  /**
   * Calls are stuck in it, or are so no longer. While they are it is in quarantine, and is not
   * tried: each try would cost another thread for ever.
   */
  @Override
  public void hangs(boolean isHanging) {
    boolean fellIll;
    synchronized (this) {
      hanging = isHanging;
      fellIll = isHanging && !ill && allowed.getAsInt() > 0;
      if (fellIll) {
        fallIll();
      }
    }
    if (fellIll) {
      changed.run();
    }
  }

  /** How long until it is tried again; zero where it may be now. */
  synchronized Duration untilTried() {
    return Duration.ofNanos(Math.max(0, until - clock.getAsLong()));
  }

  /** To be asked before each call; what came of an {@code ASK} or {@code TRY} has to be told. */
  Permit permit() {
    return ill ? permitOfIll() : Permit.ASK;
  }

  private synchronized Permit permitOfIll() {
    if (!ill) {
      return Permit.ASK;
    } else if (hanging || trying || clock.getAsLong() - until < 0) {
      return Permit.BYPASS;
    }
    trying = true;
    return Permit.TRY;
  }

  @Override
  public Duration leftAloneFor() {
    return isLeftAlone() ? untilTried() : Duration.ZERO;
  }

  @Override
  public void watch(Told told) throws Exception {
    Permit permit = permit();
    try {
      told.run();
    } catch (Throwable t) { // Errors, too.
      failed(permit);
      throw t;
    }
    succeeded(permit);
  }

  void succeeded(Permit permit) {
    if (permit != Permit.TRY) {
      return;
    }
    synchronized (this) {
      ill = false;
      trying = false;
      relapses = 0;
      failures.clear();
    }
    changed.run();
  }

  void failed(Permit permit) {
    boolean fellIll;
    synchronized (this) {
      fellIll = permit == Permit.TRY ? relapse() : countFailure();
    }
    if (fellIll) {
      changed.run();
    }
  }

  private boolean relapse() {
    trying = false;
    relapses = Math.min(relapses + 1, MAX_DOUBLINGS);
    until = clock.getAsLong() + (pause.get().toNanos() << relapses);
    return false;
  }

  private boolean countFailure() {
    int limit = allowed.getAsInt();
    if (ill || limit == 0) {
      return false;
    }
    long now = clock.getAsLong();
    failures.addLast(now);
    while (failures.size() > limit || now - failures.peekFirst() > WINDOW.toNanos()) {
      failures.removeFirst();
    }
    if (failures.size() < limit) {
      return false;
    }
    fallIll();
    return true;
  }

  private void fallIll() {
    ill = true;
    until = clock.getAsLong() + pause.get().toNanos();
  }
}
