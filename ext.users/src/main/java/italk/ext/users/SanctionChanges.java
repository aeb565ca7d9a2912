package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Imposes and lifts bans and mutes, and ends sessions. For the one thread that makes changes. */
final class SanctionChanges {

  private static final Logger LOGGER = LoggerFactory.getLogger(SanctionChanges.class);

  // More than one change can add: what is over doesn't pile up.
  private static final int FORGOTTEN_AT_ONCE = 16;

  private final Engine engine;
  private final ExtensionStorage storage;
  private final ModerationRecords records;
  private final Ledger ledger;
  private final Authority authority;
  private final InstantSource clock;

  SanctionChanges(
      Engine engine,
      ExtensionStorage storage,
      ModerationRecords records,
      Ledger ledger,
      Authority authority,
      InstantSource clock) {
    this.engine = engine;
    this.storage = storage;
    this.records = records;
    this.ledger = ledger;
    this.authority = authority;
    this.clock = clock;
  }

  /** For users who were online while nothing of this was there to keep them out. */
  void closeBannedSessions() {
    Instant now = clock.instant();
    if (!ledger.book().bans().isEmpty()) {
      for (User user : engine.users().online()) {
        ledger
            .find(Sanction.Kind.BAN, user.id(), now)
            .ifPresent(ban -> engine.users().disconnect(user.id(), UserWords.of(ban, user)));
      }
    }
  }

  Sanction impose(
      Sanction.Kind kind, Actor by, String userId, String reason, Optional<Instant> until) {
    authority.checkAbout(by, userId, permission(kind));
    checkReason(reason);
    Optional<Instant> end = until.map(it -> it.truncatedTo(ChronoUnit.MILLIS));
    if (end.isPresent() && !end.get().isAfter(clock.instant())) {
      throw invalid("The end of a " + word(kind) + " is in the future.");
    }
    User user = authority.known(userId);
    ModerationRecord record =
        records.record(by, word(kind), Target.user(userId), reason, end, Map.of());
    Sanction sanction = new Sanction(kind, userId, by, reason, record.at(), end);
    storage.put(SavedBook.key(kind, userId), SavedBook.text(sanction));
    ledger.publish(ledger.book().with(sanction));
    if (kind == Sanction.Kind.BAN) {
      engine.users().disconnect(userId, UserWords.of(sanction, user));
    }
    forgetWhatIsOver();
    return sanction;
  }

  Optional<Sanction> lift(Sanction.Kind kind, Actor by, String userId, String reason) {
    authority.checkAbout(by, userId, permission(kind));
    checkReason(reason);
    authority.known(userId);
    Optional<Sanction> found = ledger.find(kind, userId, clock.instant());
    if (found.isPresent()) {
      records.record(
          by, "un" + word(kind), Target.user(userId), reason, Optional.empty(), Map.of());
      forget(kind, userId);
    }
    return found;
  }

  int kick(Actor by, String userId, String reason) {
    authority.checkAbout(by, userId, Permissions.BAN, Permissions.MUTE);
    checkReason(reason);
    User user = authority.known(userId);
    if (!user.online()) {
      return 0;
    }
    records.record(by, "kick", Target.user(userId), reason, Optional.empty(), Map.of());
    return engine.users().disconnect(userId, UserWords.kicked(reason, user));
  }

  private void forget(Sanction.Kind kind, String userId) {
    storage.remove(SavedBook.key(kind, userId));
    ledger.publish(ledger.book().without(kind, userId));
  }

  private void forgetWhatIsOver() {
    Instant now = clock.instant();
    try {
      ledger
          .book()
          .sanctions()
          .filter(it -> it.isOver(now))
          .limit(FORGOTTEN_AT_ONCE)
          .forEach(it -> forget(it.kind(), it.userId()));
    } catch (EngineException notNow) {
      // It is over all the same; the next change tries again.
      LOGGER.debug("What is over could not be forgotten.", notNow);
    }
  }

  // One line: it is shown to users, in lists and in records. Lone surrogates can't be stored.
  private static void checkReason(String reason) {
    if (reason.length() > ModerationRecord.MAX_REASON
        || reason
            .codePoints()
            .anyMatch(
                c ->
                    Character.isISOControl(c)
                        || c == 0x2028
                        || c == 0x2029
                        || Character.getType(c) == Character.SURROGATE)) {
      throw invalid(
          "A reason is one line of at most "
              + ModerationRecord.MAX_REASON
              + " characters, without control characters; found "
              + reason.length()
              + " characters.");
    }
  }

  private static String permission(Sanction.Kind kind) {
    return kind == Sanction.Kind.BAN ? Permissions.BAN : Permissions.MUTE;
  }

  private static String word(Sanction.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }
}
