package italk.ext.ratelimiter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What each user, or each group, may still send. Safe for any thread.
 *
 * <p>One costs memory only while something of the allowance is used: after the time that it takes
 * to fill up again, having none and having a full one is the same. At most {@value #MAX_COUNTED}
 * are kept; past that, the ones that were not seen for longest start anew.
 */
final class Allowances {

  /** How many are counted at the same time. */
  static final int MAX_COUNTED = 100_000;

  private final TimeMeter time;
  private final Cache<String, Allowance> allowances;

  // Written by the component's life cycle, one change at a time; read by any thread.
  private volatile Limits limits;

  /**
   * Nobody has used anything.
   *
   * @param nanoTime like {@link System#nanoTime}: never goes back, whatever happens to the clock
   */
  Allowances(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.time = new TimeSince(nanoTime.getAsLong(), nanoTime);
    // On the calling thread: a pool's thread would keep this bundle's class loader after its end.
    this.allowances =
        Caffeine.newBuilder()
            .maximumSize(MAX_COUNTED)
            .expireAfterAccess(limits.timeToFill())
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Takes one message off the allowance of a user or a group.
   *
   * @return empty where there was one left, else how long it takes until there is; asking in vain
   *     makes that no longer
   */
  Optional<Duration> use(String id) {
    Allowance allowance = allowances.get(id, unseen -> newAllowance());
    // One that was made while the limits changed may have missed the change.
    allowance.follow();
    ConsumptionProbe probe = allowance.bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** Gives one message back, because something else has refused it. */
  void giveBack(String id) {
    Allowance allowance = allowances.getIfPresent(id);
    if (allowance != null) {
      allowance.bucket.addTokens(1);
    }
  }

  private Allowance newAllowance() {
    Limits current = limits;
    return new Allowance(current.burst(), current);
  }

  /** Goes on with other limits. What was used stays used. */
  void change(Limits newLimits) {
    limits = newLimits;
    allowances
        .policy()
        .expireAfterAccess()
        .ifPresent(expiry -> expiry.setExpiresAfter(newLimits.timeToFill()));
    // All at once: from now on, all of them must fill up at the new rate.
    allowances.asMap().values().forEach(Allowance::follow);
  }

  /** How many messages each user has used and not regained; who has used none is left out. */
  Map<String, Long> used() {
    Map<String, Long> used = new HashMap<>();
    allowances
        .asMap()
        .forEach(
            (userId, allowance) -> {
              long count = limits.burst() - allowance.bucket.getAvailableTokens();
              if (count > 0) {
                used.put(userId, count);
              }
            });
    return used;
  }

  /**
   * Takes up what {@link #used} said a while ago.
   *
   * @param elapsed how long ago
   */
  void restore(Map<String, Long> used, Duration elapsed) {
    long regained = limits.regained(elapsed);
    used.forEach(
        (userId, count) -> {
          long still = Math.min(count, limits.burst()) - regained;
          if (still > 0) {
            allowances.put(userId, new Allowance(limits.burst() - still, limits));
          }
        });
  }

  /** How many users are counted, about. */
  long size() {
    return allowances.estimatedSize();
  }

  /** One user's bucket, and the limits that it was last given. */
  private final class Allowance {

    private final Bucket bucket;

    // Written under this object's lock.
    private volatile Limits followed;

    Allowance(long available, Limits limits) {
      this.bucket =
          Bucket.builder()
              .withCustomTimePrecision(time)
              .addLimit(limits.bandwidth(available))
              .build();
      this.followed = limits;
    }

    void follow() {
      if (followed != limits) {
        followUnderLock();
      }
    }

    // Read under the lock: who had read the limits before would take a change back, and the next
    // one would then hand out the difference once more.
    private synchronized void followUnderLock() {
      Limits wanted = limits;
      if (followed != wanted) {
        // A larger burst is there at once; a smaller one leaves at most itself.
        bucket.replaceConfiguration(configuration(wanted), TokensInheritanceStrategy.ADDITIVE);
        followed = wanted;
      }
    }
  }

  private static BucketConfiguration configuration(Limits limits) {
    return BucketConfiguration.builder().addLimit(limits.bandwidth(limits.burst())).build();
  }

  /** From zero, as Bucket4j compares moments in a way that an overflow in between would upset. */
  private record TimeSince(long origin, LongSupplier nanoTime) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanoTime.getAsLong() - origin;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
