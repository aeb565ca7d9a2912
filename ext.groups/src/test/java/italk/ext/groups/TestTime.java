package italk.ext.groups;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock and a nanosecond counter that stand still until told to go on. */
public final class TestTime implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private volatile long nanos = Long.MAX_VALUE - 5_000_000_000L; // it may overflow, as the real one

  public void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets the clock; nothing passes. */
  void set(Duration change) {
    now = now.plus(change);
  }

  @Override
  public Instant instant() {
    return now;
  }

  public long nanoTime() {
    return nanos;
  }
}
