package italk.ext.groups.slow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import italk.engine.api.Group;
import italk.ext.groups.rule.Rule;
import italk.ext.groups.slow.SavedWriters.Writer;
import italk.ext.groups.slow.SavedWriters.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When each user last wrote in each group with slow mode. Safe for any thread.
 *
 * <p>At most {@value #MAX_WRITERS} are remembered; past that, the ones who were not seen for
 * longest may write again at once.
 */
public final class SlowMode {

  /** How many users, counted once for each group, are remembered. */
  static final int MAX_WRITERS = 100_000;

  /** The time of a message and the wait that it began. Compared by identity. */
  private static final class Last {
    private final long at;
    private final Duration interval;

    private Last(long at, Duration interval) {
      this.at = at;
      this.interval = interval;
    }
  }

  private final LongSupplier nanoTime;
  private final Cache<Writer, Last> last;

  /**
   * Nobody has written.
   *
   * @param nanoTime like {@link System#nanoTime}: never goes back, whatever happens to the clock
   */
  public SlowMode(LongSupplier nanoTime) {
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
  public Optional<Duration> write(Group group, String userId, Duration interval) {
    Last now = new Last(nanoTime.getAsLong(), interval);
    Last kept =
        last.asMap()
            .compute(
                new Writer(group.name(), group.createdAt(), userId),
                (writer, before) ->
                    before != null && now.at - before.at < interval.toNanos() ? before : now);
    return kept == now ? Optional.empty() : Optional.of(interval.minusNanos(now.at - kept.at));
  }

  /** Who has to wait: how long ago they wrote, and for how long they had to wait then. */
  public Map<Writer, Written> waiting() {
    long now = nanoTime.getAsLong();
    Map<Writer, Written> waiting = new HashMap<>();
    last.asMap()
        .forEach(
            (writer, before) -> {
              Duration age = Duration.ofNanos(now - before.at);
              if (age.compareTo(before.interval) < 0) {
                waiting.put(writer, new Written(age, before.interval));
              }
            });
    return waiting;
  }

  /**
   * Takes up what {@link #waiting} said a while ago.
   *
   * @param elapsed how long ago
   */
  public void restore(Map<Writer, Written> waiting, Duration elapsed) {
    long now = nanoTime.getAsLong();
    waiting.forEach(
        (writer, written) -> {
          Duration age = written.age().plus(elapsed);
          if (age.compareTo(written.interval()) < 0) {
            last.put(writer, new Last(now - age.toNanos(), written.interval()));
          }
        });
  }

  /** How many are remembered, about. */
  long size() {
    last.cleanUp();
    return last.estimatedSize();
  }
}
