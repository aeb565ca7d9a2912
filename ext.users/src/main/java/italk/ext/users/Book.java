package italk.ext.users;

import italk.engine.api.Problem;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.UserModeration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All sanctions and given roles, as they were at one moment. Immutable; a change makes another
 * book, at the cost of a copy of what it changes.
 *
 * @param bans by user id
 * @param mutes by user id
 * @param granted the roles that users were given, by user id
 */
record Book(
    Map<String, Sanction> bans, Map<String, Sanction> mutes, Map<String, Set<String>> granted) {

  Book {
    bans = Map.copyOf(bans);
    mutes = Map.copyOf(mutes);
    granted = Map.copyOf(granted);
  }

  /** The sanctions of one kind, those that are over among them. */
  Map<String, Sanction> of(Sanction.Kind kind) {
    return kind == Sanction.Kind.BAN ? bans : mutes;
  }

  Book with(Sanction sanction) {
    Map<String, Sanction> changed = new HashMap<>(of(sanction.kind()));
    changed.put(sanction.userId(), sanction);
    return with(sanction.kind(), changed);
  }

  Book without(Sanction.Kind kind, String userId) {
    Map<String, Sanction> changed = new HashMap<>(of(kind));
    changed.remove(userId);
    return with(kind, changed);
  }

  private Book with(Sanction.Kind kind, Map<String, Sanction> changed) {
    return kind == Sanction.Kind.BAN
        ? new Book(changed, mutes, granted)
        : new Book(bans, changed, granted);
  }

  /** With just these roles given to a user; none are no entry. */
  Book withGranted(String userId, Set<String> roles) {
    Map<String, Set<String>> changed = new HashMap<>(granted);
    if (roles.isEmpty()) {
      changed.remove(userId);
    } else {
      changed.put(userId, Set.copyOf(roles));
    }
    return new Book(bans, mutes, changed);
  }

  /** All sanctions, those that are over among them. */
  Stream<Sanction> sanctions() {
    return Stream.concat(bans.values().stream(), mutes.values().stream());
  }

  /** The wanted entries behind a key, in order. */
  static <T> SortedMap<String, T> page(
      Map<String, T> entries, String after, int limit, Predicate<T> wanted) {
    if (limit < 1 || limit > UserModeration.MAX_PAGE) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A page has 1 to " + UserModeration.MAX_PAGE + " entries, found " + limit + ".")
          .exception();
    }
    SortedMap<String, T> page = new TreeMap<>();
    entries.entrySet().stream()
        .filter(entry -> entry.getKey().compareTo(after) > 0 && wanted.test(entry.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .limit(limit)
        .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableSortedMap(page);
  }
}
