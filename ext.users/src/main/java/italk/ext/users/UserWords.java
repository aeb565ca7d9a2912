package italk.ext.users;

import italk.engine.api.User;
import italk.engine.api.moderation.Sanction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What users read, in French where their metadata's {@code locale} says so, else in English. */
final class UserWords {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private UserWords() {}

  /** Why a user can't come in, or can't write. */
  static String of(Sanction sanction, User user) {
    boolean french = isFrench(user);
    String what =
        switch (sanction.kind()) {
          case BAN -> french ? "Vous êtes banni" : "You are banned";
          case MUTE -> french ? "Vous ne pouvez pas écrire" : "You may not write";
        };
    return sentence(
        what + sanction.until().map(end -> until(end, french)).orElse(""),
        sanction.reason(),
        french);
  }

  /** What a user reads whose sessions are closed. */
  static String kicked(String reason, User user) {
    boolean french = isFrench(user);
    return sentence(
        french
            ? "Vous avez été déconnecté par un modérateur"
            : "You were disconnected by a moderator",
        reason,
        french);
  }

  /** Such as {@code 2026-11-22 18:06:00 UTC}. */
  static String moment(Instant time) {
    return MOMENT.format(time);
  }

  private static String until(Instant end, boolean french) {
    return (french ? " jusqu'au " : " until ") + moment(end);
  }

  private static String sentence(String what, String reason, boolean french) {
    return reason.isEmpty() ? what + "." : what + (french ? " : " : ": ") + reason;
  }

  private static boolean isFrench(User user) {
    Optional<String> locale = user.metadata().text("locale");
    return locale
        .map(it -> it.toLowerCase(Locale.ROOT))
        .filter(it -> it.matches("fr([-_].*)?"))
        .isPresent();
  }
}
