package italk.ext.users;

import italk.engine.api.EngineException;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Sanction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a book is kept in the extension's storage, one key per user and sort, so that a change writes
 * no more than what it changes: {@code ban/ID} and {@code mute/ID} with the lines format, since,
 * until (both milliseconds, or "-"), by, reason; {@code roles/ID} with the names on a line each.
 */
final class SavedBook {

  private static final Logger LOGGER = LoggerFactory.getLogger(SavedBook.class);

  private static final String FORMAT = "1";
  private static final String NO_END = "-";
  private static final String ROLES = "roles/";
  private static final int LINES = 5;

  private SavedBook() {}

  static String key(Sanction.Kind kind, String userId) {
    return kind.name().toLowerCase(Locale.ROOT) + "/" + userId;
  }

  static String rolesKey(String userId) {
    return ROLES + userId;
  }

  static String text(Sanction sanction) {
    return String.join(
        "\n",
        FORMAT,
        Long.toString(sanction.at().toEpochMilli()),
        sanction.until().map(end -> Long.toString(end.toEpochMilli())).orElse(NO_END),
        sanction.by().toString(),
        sanction.reason());
  }

  static String text(Collection<String> roles) {
    return String.join("\n", new TreeSet<>(roles));
  }

  /** Everything that is kept. */
  static Book read(Map<String, String> entries) {
    Map<Sanction.Kind, Map<String, Sanction>> sanctions =
        Map.of(Sanction.Kind.BAN, new HashMap<>(), Sanction.Kind.MUTE, new HashMap<>());
    Map<String, Set<String>> granted = new HashMap<>();
    entries.forEach(
        (key, text) -> {
          sanctions.forEach(
              (kind, found) -> {
                String prefix = key(kind, "");
                if (key.startsWith(prefix)) {
                  String userId = key.substring(prefix.length());
                  found.put(userId, sanction(kind, userId, text));
                }
              });
          if (key.startsWith(ROLES) && !text.isEmpty()) {
            granted.put(key.substring(ROLES.length()), Set.of(text.split("\n")));
          }
        });
    return new Book(
        sanctions.get(Sanction.Kind.BAN), sanctions.get(Sanction.Kind.MUTE), Map.copyOf(granted));
  }

  private static Sanction sanction(Sanction.Kind kind, String userId, String text) {
    try {
      String[] lines = text.split("\n", LINES);
      if (lines.length < LINES || !lines[0].equals(FORMAT)) {
        throw new IllegalArgumentException("expected format " + FORMAT + ", found " + lines[0]);
      }
      Optional<Instant> until =
          lines[2].equals(NO_END) ? Optional.empty() : Optional.of(instant(lines[2]));
      return new Sanction(kind, userId, Actor.parse(lines[3]), lines[4], instant(lines[1]), until);
    } catch (EngineException | IllegalArgumentException | DateTimeException unreadable) {
      // Closed rather than open: a newer version may have written it, or the disk be at fault.
      LOGGER.error(
          "The kept {} of the user {} can't be read and is in force without an end, until it is"
              + " lifted: {}",
          kind.name().toLowerCase(Locale.ROOT),
          userId,
          unreadable.getMessage());
      return new Sanction(
          kind, userId, Actor.extension(UsersManagement.NAME), "", Instant.EPOCH, Optional.empty());
    }
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
