package italk.engine.impl.work;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one hook did since it was registered, and how long a sample of its calls took: two looks at
 * the clock for each call of each hook would be the dearest part of a message's way. Safe for any
 * thread.
 */
public final class CallStatistics {

  // A power of two: one call in so many belongs to the sample.
  private static final int SAMPLE = 64;
  private static final long NOT_SAMPLED = Long.MIN_VALUE;

  private final LongAdder calls = new LongAdder();
  private final LongAdder rejects = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder sampled = new LongAdder();
  private final LongAdder sampledNanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private volatile boolean hasSample;

  /**
   * Counts a call that begins.
   *
   * @return when it began, for {@link #ends}, where it belongs to the sample; else {@value
   *     #NOT_SAMPLED}
   */
  public long begins() {
    calls.increment();
    // The first one does: who is seldom called has something to show, too.
    boolean isSampled = !hasSample || (ThreadLocalRandom.current().nextInt() & SAMPLE - 1) == 0;
    return isSampled ? System.nanoTime() : NOT_SAMPLED;
  }

  /**
   * A call has ended.
   *
   * @param begunAt what {@link #begins} answered
   * @param slowNanos how long it took, where that is known for nothing: it may be the longest; else
   *     0
   */
  public void ends(long begunAt, long slowNanos) {
    if (begunAt != NOT_SAMPLED) {
      took(System.nanoTime() - begunAt);
    } else if (slowNanos > 0) {
      longest.accumulate(slowNanos);
    }
  }

  /** Counts a call whose time is taken by others. */
  public void counts() {
    calls.increment();
  }

  /** A call of the sample took so long. */
  public void took(long nanos) {
    sampled.increment();
    sampledNanos.add(nanos);
    longest.accumulate(nanos);
    hasSample = true;
  }

  /** A call was given up after so long. */
  public void isLate(Duration limit) {
    longest.accumulate(limit.toNanos());
  }

  public void rejects() {
    rejects.increment();
  }

  public void fails() {
    failures.increment();
  }

  public long calls() {
    return calls.sum();
  }

  public long rejected() {
    return rejects.sum();
  }

  public long failed() {
    return failures.sum();
  }

  /** Of the sample; zero where there is none yet. */
  public Duration mean() {
    long count = sampled.sum();
    return count == 0 ? Duration.ZERO : Duration.ofNanos(sampledNanos.sum() / count);
  }

  public Duration longest() {
    return Duration.ofNanos(longest.get());
  }
}
