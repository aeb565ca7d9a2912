package italk.ext.users;

import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.UserModeration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What {@link Moderation} is asked with, checked and compared. Stateless. */
final class Arguments {

  private static final int MAX_KEYS = 100;
  private static final int MAX_KEY_LENGTH = 100;

  private Arguments() {}

  static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }

  /** One line of bounded length: it is shown to users, in lists and in records. */
  static void reason(String reason) {
    if (reason.length() > ModerationRecord.MAX_REASON
        || reason.codePoints().anyMatch(Arguments::breaksALine)) {
      throw invalid(
          "A reason is one line of at most "
              + ModerationRecord.MAX_REASON
              + " characters, without control characters; found "
              + reason.length()
              + " characters.");
    }
  }

  // Lone surrogates can't be stored.
  private static boolean breaksALine(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || Character.getType(c) == Character.SURROGATE;
  }

  /** The entries behind a key, in order. */
  static <T> SortedMap<String, T> page(
      Map<String, T> entries, String after, int limit, Predicate<T> wanted) {
    if (limit < 1 || limit > UserModeration.MAX_PAGE) {
      throw invalid(
          "A page has 1 to " + UserModeration.MAX_PAGE + " entries, found " + limit + ".");
    }
    SortedMap<String, T> page = new TreeMap<>();
    entries.entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(after) > 0 && wanted.test(entry.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .limit(limit)
        .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableSortedMap(page);
  }

  /** All sanctions of a book. */
  static Stream<Sanction> both(Book book) {
    return Stream.concat(book.bans().values().stream(), book.mutes().values().stream());
  }

  /** What is in one of the two, and not in the other. */
  static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    all.removeIf(it -> one.contains(it) && other.contains(it));
    return all;
  }

  /** Which keys have another value, for a record: not all of very many, and no values. */
  static List<String> changedKeys(Metadata before, Metadata after) {
    return Stream.concat(before.asMap().keySet().stream(), after.asMap().keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(before.asMap().get(key), after.asMap().get(key)))
        .sorted()
        .limit(MAX_KEYS)
        .map(key -> key.codePointCount(0, key.length()) <= MAX_KEY_LENGTH ? key : shortened(key))
        .toList();
  }

  private static String shortened(String key) {
    return key.substring(0, key.offsetByCodePoints(0, MAX_KEY_LENGTH)) + "…";
  }
}
