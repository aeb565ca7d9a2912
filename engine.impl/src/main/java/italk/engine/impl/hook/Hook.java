package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One interceptor in a chain, with what the engine decided about it. Immutable but for the two
 * facts that outlive a chain and are shared with the {@link BoundService}: whether it is gone, and
 * how many calls are stuck in it.
 *
 * @param service the interceptor
 * @param owner the extension's name, or the bundle's symbolic name where it is none
 * @param timeout how long a verdict may take
 * @param failurePolicy what counts where there is none
 * @param bound what the chains share about it
 */
record Hook<S>(
    S service, String owner, Duration timeout, FailurePolicy failurePolicy, BoundService bound) {

  // One stuck call holds one thread, not one per message: past this, the policy decides without a
  // call.
  private static final int MAX_STUCK = 4;

  /** Equal without asking the service, whose equals is foreign code. */
  boolean isLike(Hook<?> other) {
    return bound == other.bound
        && failurePolicy == other.failurePolicy
        && timeout.equals(other.timeout);
  }

  boolean isGone() {
    return bound.isGone();
  }

  boolean isStuck() {
    return bound.stuck().get() >= MAX_STUCK;
  }

  AtomicInteger stuck() {
    return bound.stuck();
  }

  Health health() {
    return bound.health();
  }

  HookStatistics statistics() {
    return bound.statistics();
  }
}
