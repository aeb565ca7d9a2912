package italk.ext.events.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to try again, and when to give an event up.
 *
 * @param attempts how often one event is tried
 * @param maxAge an event that is older is given up at its next failure
 * @param firstDelay how long to wait after the first failure; twice as long after each further one
 * @param maxDelay but never longer than this
 * @param timeout how long a receiver may take to be reached, and then to answer
 */
public record RetryRules(
    int attempts, Duration maxAge, Duration firstDelay, Duration maxDelay, Duration timeout) {

  private static final int MAX_DOUBLINGS = 30;

  /** Checks that nothing is missing. */
  public RetryRules {
    requireNonNull(maxAge, "maxAge");
    requireNonNull(firstDelay, "firstDelay");
    requireNonNull(maxDelay, "maxDelay");
    requireNonNull(timeout, "timeout");
  }

  /** True where an event is not to be tried again. */
  boolean isGivenUp(int attemptsSoFar, Instant happenedAt, Instant now) {
    return attemptsSoFar >= attempts || happenedAt.plus(maxAge).isBefore(now);
  }

  /**
   * How long to wait after so many failures in a row. Between half and all of the exponential, by
   * chance: webhooks that failed together should not come back together.
   */
  Duration delay(int failures, RandomGenerator random) {
    long factor = 1L << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
    long full = Math.min(firstDelay.toMillis() * factor, maxDelay.toMillis());
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
