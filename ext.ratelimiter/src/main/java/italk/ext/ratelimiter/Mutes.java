package italk.ext.ratelimiter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who is silent for a while, and until when. Safe for any thread. At most {@value #MAX_MUTED} users
 * are; past that, the ones that were not seen for longest may speak again.
 */
final class Mutes {

  /** How many users are silent at the same time. */
  static final int MAX_MUTED = 100_000;

  private final LongSupplier nanoTime;
  // The end of each, as nanoTime has it.
  private final Cache<String, Long> ends;

  Mutes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    // On the calling thread, as in Allowances.
    this.ends =
        Caffeine.newBuilder()
            .maximumSize(MAX_MUTED)
            .expireAfter(
                Expiry.<String, Long>writing(
                    (userId, end) -> Duration.ofNanos(Math.max(1, end - nanoTime.getAsLong()))))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** How long the user is still silent; empty where the user may speak. */
  Optional<Duration> remaining(String userId) {
    Long end = ends.getIfPresent(userId);
    long left = end == null ? 0 : end - nanoTime.getAsLong();
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }

  /**
   * Silences a user.
   *
   * @return false where somebody else has just done so
   */
  boolean mute(String userId, Duration time) {
    return ends.asMap().putIfAbsent(userId, nanoTime.getAsLong() + time.toNanos()) == null;
  }

  /** How many milliseconds each user is still silent. */
  Map<String, Long> left() {
    Map<String, Long> left = new HashMap<>();
    ends.asMap()
        .keySet()
        .forEach(
            userId ->
                remaining(userId)
                    .ifPresent(time -> left.put(userId, Math.max(1, time.toMillis()))));
    return left;
  }

  /**
   * Takes up what {@link #left} said a while ago.
   *
   * @param elapsed how long ago
   */
  void restore(Map<String, Long> left, Duration elapsed) {
    left.forEach(
        (userId, millis) -> {
          Duration time = Duration.ofMillis(millis).minus(elapsed);
          if (!time.isNegative() && !time.isZero()) {
            mute(userId, time);
          }
        });
  }
}
