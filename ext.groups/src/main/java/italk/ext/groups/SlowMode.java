package italk.ext.groups;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import italk.engine.api.Group;
import italk.ext.groups.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When each user last wrote in each group with slow mode. Safe for any thread.
 *
 * <p>At most {@value #MAX_WRITERS} are remembered; past that, the ones who were not seen for
 * longest may write again at once.
 */
final class SlowMode {

  /** How many users, counted once for each group, are remembered. */
  static final int MAX_WRITERS = 100_000;

  private record Writer(String group, Instant createdAt, String userId) {}

  // Compared by identity: two may be made at the same moment.
  private static final class Written {
    private final long at;

    private Written(long at) {
      this.at = at;
    }
  }

  private final LongSupplier nanoTime;
  private final Cache<Writer, Written> last;

  /**
   * Nobody has written.
   *
   * @param nanoTime like {@link System#nanoTime}: never goes back, whatever happens to the clock
   */
  SlowMode(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    // On the calling thread: a pool's thread would keep this bundle's class loader after its end.
    this.last =
        Caffeine.newBuilder()
            .maximumSize(MAX_WRITERS)
            .expireAfterWrite(Duration.ofSeconds(Rule.MAX_SLOW_MODE_SECONDS))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * A user writes now.
   *
   * @param interval how long it has to be after the last time
   * @return empty where that is so, else how much is missing; asking in vain makes that no longer
   */
  Optional<Duration> write(Group group, String userId, Duration interval) {
    Written now = new Written(nanoTime.getAsLong());
    Written kept =
        last.asMap()
            .compute(
                new Writer(group.name(), group.createdAt(), userId),
                (writer, before) ->
                    before != null && now.at - before.at < interval.toNanos() ? before : now);
    return kept == now ? Optional.empty() : Optional.of(interval.minusNanos(now.at - kept.at));
  }

  /** How many are remembered, about. */
  long size() {
    last.cleanUp();
    return last.estimatedSize();
  }
}
