package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
import italk.engine.impl.work.CallStatistics;
import italk.engine.impl.work.Places;
import java.time.Duration;

/**
 * One interceptor in a chain, with what the engine decided about it. Immutable but for the facts
 * that outlive a chain and are shared with the {@link BoundService}: whether it is gone or muted,
 * who is inside of it, and what it did.
 *
 * @param type what it is asked as
 * @param service the interceptor
 * @param timeout how long a verdict may take
 * @param failurePolicy what counts where there is none
 * @param bound what the chains share about it
 * @param statistics what it did, of this type
 */
record Hook<S>(
    Class<S> type,
    S service,
    Duration timeout,
    FailurePolicy failurePolicy,
    BoundService bound,
    CallStatistics statistics) {

  Hook(Class<S> type, BoundService bound, Duration timeout, FailurePolicy failurePolicy) {
    this(type, bound.as(type), timeout, failurePolicy, bound, bound.statistics(type));
  }

  /** The extension's name, or the bundle's symbolic name where it is none. */
  String owner() {
    return bound.owner();
  }

  /** Equal without asking the service, whose equals is foreign code. */
  boolean isLike(Hook<?> other) {
    return bound == other.bound
        && failurePolicy == other.failurePolicy
        && timeout.equals(other.timeout);
  }

  boolean isGone() {
    return bound.isGone();
  }

  boolean isMuted() {
    return bound.isMuted(type);
  }

  Places places() {
    return bound.places();
  }

  Health health() {
    return bound.health();
  }
}
