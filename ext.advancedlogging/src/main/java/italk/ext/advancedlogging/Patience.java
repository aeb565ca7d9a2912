package italk.ext.advancedlogging;

import java.util.function.LongSupplier;

/** How often something may be put back before it looks like a quarrel. Safe for any thread. */
final class Patience {

  /** How many times in a row. */
  static final int TIMES = 5;

  /** After so many nanoseconds without, it is no longer in a row. */
  static final long CALM_NANOS = 60_000_000_000L;

  private final LongSupplier nanoTime;

  // Both under this object's lock; nothing is called while it is held but the clock.
  private int spent;
  private long lastSpent;

  Patience(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** True while there is some left. */
  synchronized boolean lasts() {
    if (spent > 0 && nanoTime.getAsLong() - lastSpent > CALM_NANOS) {
      spent = 0;
    }
    return spent < TIMES;
  }

  /**
   * Uses some.
   *
   * @return false where that was the last
   */
  synchronized boolean spend() {
    lastSpent = nanoTime.getAsLong();
    spent++;
    return spent < TIMES;
  }

  /** All of it is there again. */
  synchronized void renew() {
    spent = 0;
  }
}
