package italk.ext.ratelimiter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * How often the same text was sent a short while ago, by one user and by all of them together. Safe
 * for any thread. Texts that differ only in case and blanks are the same; of a text only a number
 * is kept.
 *
 * <p>At most {@value #MAX_COUNTED} are counted at the same time; past that, the ones that were not
 * seen for longest start anew.
 */
final class Repeats {

  /** How many texts are counted at the same time. */
  static final int MAX_COUNTED = 200_000;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String EVERYBODY = "";

  /**
   * How often the same may be said.
   *
   * @param ofOne by one user; 0 for any number
   * @param ofAll by all of them together; 0 for any number
   * @param within in this time, counted from the first
   */
  record Bounds(int ofOne, int ofAll, Duration within) {
    boolean areNone() {
      return ofOne == 0 && ofAll == 0;
    }
  }

  /** Whose text; of the text two numbers, as one alone could be hit on purpose. */
  private record Key(String who, int length, long hash) {}

  /** How often, and when the first time was. */
  private record Count(AtomicInteger times, long since) {}

  private final LongSupplier nanoTime;
  private final Bounds bounds;
  private final Cache<Key, Count> counts;

  Repeats(Bounds bounds, LongSupplier nanoTime) {
    this.bounds = bounds;
    this.nanoTime = nanoTime;
    // On the calling thread, as in Allowances.
    this.counts =
        Caffeine.newBuilder()
            .maximumSize(MAX_COUNTED)
            .expireAfterWrite(bounds.within())
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  Bounds bounds() {
    return bounds;
  }

  /**
   * Counts a text.
   *
   * @return empty where it may be said, else how long it takes until it may
   */
  Optional<Duration> count(String userId, String text) {
    if (bounds.areNone()) {
      return Optional.empty();
    }
    String same = BLANKS.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    long hash = hash(same);
    Optional<Duration> wait = count(new Key(userId, same.length(), hash), bounds.ofOne());
    return wait.isPresent() ? wait : count(new Key(EVERYBODY, same.length(), hash), bounds.ofAll());
  }

  private Optional<Duration> count(Key key, int bound) {
    if (bound == 0) {
      return Optional.empty();
    }
    Count count = counts.get(key, unseen -> new Count(new AtomicInteger(), nanoTime.getAsLong()));
    if (count.times().incrementAndGet() <= bound) {
      return Optional.empty();
    }
    count.times().decrementAndGet();
    Duration passed = Duration.ofNanos(nanoTime.getAsLong() - count.since());
    Duration wait = bounds.within().minus(passed);
    return Optional.of(wait.isNegative() || wait.isZero() ? Duration.ofMillis(1) : wait);
  }

  private static long hash(String text) {
    long hash = 1_125_899_906_842_597L; // a prime
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  /** How many texts are counted, about. */
  long size() {
    return counts.estimatedSize();
  }
}
