package italk.runtime;

import java.time.Duration;

/** A growing pause between tries that fail. For one thread at a time. */
final class Pause {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private long nanos = FIRST.toNanos();
  private long end;

  /** The first try is due at {@code now}, of {@link System#nanoTime}. */
  Pause(long now) {
    end = now;
  }

  /** True where it is time for a try; the pause after the next one is twice as long. */
  boolean isOver(long now) {
    if (now - end < 0) {
      return false;
    }
    end = now + nanos;
    nanos = Math.min(2 * nanos, LONGEST.toNanos());
    return true;
  }
}
