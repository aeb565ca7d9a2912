package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
import italk.engine.impl.work.Places;
import java.time.Duration;

/**
 * One interceptor in a chain, with what the engine decided about it. Immutable but for the two
 * facts that outlive a chain and are shared with the {@link BoundService}: whether it is gone, and
 * who is inside of it.
 *
 * @param service the interceptor
 * @param owner the extension's name, or the bundle's symbolic name where it is none
 * @param timeout how long a verdict may take
 * @param failurePolicy what counts where there is none
 * @param bound what the chains share about it
 */
record Hook<S>(
    S service, String owner, Duration timeout, FailurePolicy failurePolicy, BoundService bound) {

  /** Equal without asking the service, whose equals is foreign code. */
  boolean isLike(Hook<?> other) {
    return bound == other.bound
        && failurePolicy == other.failurePolicy
        && timeout.equals(other.timeout);
  }

  boolean isGone() {
    return bound.isGone();
  }

  Places places() {
    return bound.places();
  }

  Health health() {
    return bound.health();
  }

  HookStatistics statistics() {
    return bound.statistics();
  }
}
