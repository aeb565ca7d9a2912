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
   * @return true where it belongs to the sample: {@link #took} is to be told how long it took
   */
  public boolean begins() {
    calls.increment();
    // The first one does: who is seldom called has something to show, too.
    return !hasSample || (ThreadLocalRandom.current().nextInt() & SAMPLE - 1) == 0;
  }

  /** A call of the sample took so long. */
  public void took(long nanos) {
    sampled.increment();
    sampledNanos.add(nanos);
    longest.accumulate(nanos);
    hasSample = true;
  }

  /** Another call took so long, which is known for nothing: it may be the longest. */
  public void tookLong(long nanos) {
    longest.accumulate(nanos);
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
