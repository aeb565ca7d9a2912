package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Role;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Target;
import italk.engine.api.moderation.UserModeration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what is in force. Every change is made on the thread of {@code changes}, one after the
 * other, in this order: may the actor; record it; keep it; put it in force; close sessions. So
 * nothing is done that isn't recorded; where the engine is killed in between, the record may be of
 * something that wasn't done, and nobody was told that it was.
 */
@Component(immediate = true, service = UserModeration.class)
public final class Moderation implements UserModeration {

  private static final Logger LOGGER = LoggerFactory.getLogger(Moderation.class);

  // More than one change can add: what is over doesn't pile up.
  private static final int FORGOTTEN_AT_ONCE = 16;

  private final Engine engine;
  private final ExtensionStorage storage;
  private final ModerationRecords records;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Authority authority;
  private final ChangeThread changes = new ChangeThread();

  /** Closes what sessions of banned users there are: this may have been off, or not there. */
  @Activate
  public Moderation(
      @Reference Engine engine,
      @Reference ExtensionStorage storage,
      @Reference ModerationRecords records,
      @Reference Ledger ledger) {
    this(engine, storage, records, ledger, InstantSource.system());
  }

  Moderation(
      Engine engine,
      ExtensionStorage storage,
      ModerationRecords records,
      Ledger ledger,
      InstantSource clock) {
    this.engine = engine;
    this.storage = storage;
    this.records = records;
    this.ledger = ledger;
    this.clock = clock;
    this.authority = new Authority(ledger);
    changes.soon(this::closeBannedSessions);
  }

  @Deactivate
  void deactivate() {
    changes.close();
  }

  private void closeBannedSessions() {
    Instant now = clock.instant();
    if (!ledger.book().bans().isEmpty()) {
      for (User user : engine.users().online()) {
        ledger
            .find(Sanction.Kind.BAN, user.id(), now)
            .ifPresent(ban -> engine.users().disconnect(user.id(), UserWords.of(ban, user)));
      }
    }
  }

  @Override
  public Sanction ban(Actor by, String userId, String reason, Optional<Instant> until) {
    return changes.make(() -> impose(Sanction.Kind.BAN, by, userId, reason, until));
  }

  @Override
  public Optional<Sanction> unban(Actor by, String userId, String reason) {
    return changes.make(() -> lift(Sanction.Kind.BAN, by, userId, reason));
  }

  @Override
  public Sanction mute(Actor by, String userId, String reason, Optional<Instant> until) {
    return changes.make(() -> impose(Sanction.Kind.MUTE, by, userId, reason, until));
  }

  @Override
  public Optional<Sanction> unmute(Actor by, String userId, String reason) {
    return changes.make(() -> lift(Sanction.Kind.MUTE, by, userId, reason));
  }

  private Sanction impose(
      Sanction.Kind kind, Actor by, String userId, String reason, Optional<Instant> until) {
    Optional<Instant> end = until.map(it -> it.truncatedTo(ChronoUnit.MILLIS));
    if (end.isPresent() && !end.get().isAfter(clock.instant())) {
      throw Arguments.invalid("The end of a " + word(kind) + " is in the future.");
    }
    User user = checked(kind, by, userId, reason);
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

  private Optional<Sanction> lift(Sanction.Kind kind, Actor by, String userId, String reason) {
    checked(kind, by, userId, reason);
    Optional<Sanction> found = find(kind, userId);
    if (found.isPresent()) {
      records.record(
          by, "un" + word(kind), Target.user(userId), reason, Optional.empty(), Map.of());
      forget(kind, userId);
    }
    return found;
  }

  private User checked(Sanction.Kind kind, Actor by, String userId, String reason) {
    authority.check(by, kind == Sanction.Kind.BAN ? Permissions.BAN : Permissions.MUTE);
    authority.checkNotSelf(by, userId);
    authority.checkRank(by, userId);
    Arguments.reason(reason);
    return known(userId);
  }

  private void forget(Sanction.Kind kind, String userId) {
    storage.remove(SavedBook.key(kind, userId));
    ledger.publish(ledger.book().without(kind, userId));
  }

  private void forgetWhatIsOver() {
    Instant now = clock.instant();
    List<Sanction> over =
        Arguments.both(ledger.book())
            .filter(it -> it.isOver(now))
            .limit(FORGOTTEN_AT_ONCE)
            .toList();
    try {
      over.forEach(it -> forget(it.kind(), it.userId()));
    } catch (EngineException notNow) {
      // It is over all the same; the next change tries again.
      LOGGER.debug("What is over could not be forgotten.", notNow);
    }
  }

  @Override
  public int kick(Actor by, String userId, String reason) {
    return changes.make(
        () -> {
          authority.check(by, Permissions.BAN, Permissions.MUTE);
          authority.checkNotSelf(by, userId);
          authority.checkRank(by, userId);
          Arguments.reason(reason);
          User user = known(userId);
          if (!user.online()) {
            return 0;
          }
          records.record(by, "kick", Target.user(userId), reason, Optional.empty(), Map.of());
          return engine.users().disconnect(userId, UserWords.kicked(reason, user));
        });
  }

  @Override
  public Optional<Sanction> find(Sanction.Kind kind, String userId) {
    return ledger.find(kind, userId, clock.instant());
  }

  @Override
  public List<Sanction> list(Sanction.Kind kind, String afterUserId, int limit) {
    Instant now = clock.instant();
    return Arguments.page(ledger.book().of(kind), afterUserId, limit, it -> !it.isOver(now))
        .values()
        .stream()
        .toList();
  }

  @Override
  public Map<String, Role> roles() {
    return ledger.configured().byName();
  }

  @Override
  public Set<String> grant(Actor by, String userId, String role) {
    return changes.make(
        () -> {
          authority.checkRoles(by, Set.of(role));
          known(userId);
          if (!roles().containsKey(role)) {
            throw Arguments.invalid(
                "There is no such role. There are: " + Roles.words(roles()) + ".");
          }
          Set<String> roles = new HashSet<>(grantedTo(userId));
          return roles.add(role) ? give(by, "grant_role", userId, role, roles) : Set.copyOf(roles);
        });
  }

  @Override
  public Set<String> withdraw(Actor by, String userId, String role) {
    return changes.make(
        () -> {
          authority.checkRoles(by, Set.of(role));
          known(userId);
          Set<String> roles = new HashSet<>(grantedTo(userId));
          if (!roles.remove(role)) {
            throw Arguments.invalid(
                "The user was not given that role by grant, so it can't be withdrawn.");
          }
          return give(by, "withdraw_role", userId, role, roles);
        });
  }

  private Set<String> give(Actor by, String action, String userId, String role, Set<String> roles) {
    records.record(by, action, Target.user(userId), "", Optional.empty(), Map.of("role", role));
    if (roles.isEmpty()) {
      storage.remove(SavedBook.rolesKey(userId));
    } else {
      storage.put(SavedBook.rolesKey(userId), SavedBook.text(roles));
    }
    ledger.publish(ledger.book().withGranted(userId, roles));
    return Set.copyOf(roles);
  }

  private Set<String> grantedTo(String userId) {
    return ledger.book().granted().getOrDefault(userId, Set.of());
  }

  @Override
  public SortedMap<String, Set<String>> granted(String afterUserId, int limit) {
    return Arguments.page(ledger.book().granted(), afterUserId, limit, it -> true);
  }

  @Override
  public User rename(Actor by, String userId, String newName) {
    return changes.make(
        () -> {
          authority.check(by, Permissions.EDIT_USERS);
          authority.checkRank(by, userId);
          User before = known(userId);
          // Refused before it is recorded, where it is no name.
          User after = before.withName(newName);
          records.record(
              by,
              "rename",
              Target.user(userId),
              "",
              Optional.empty(),
              Map.of("from", before.name(), "to", after.name()));
          return engine.users().rename(userId, newName);
        });
  }

  @Override
  public User setMetadata(Actor by, String userId, Map<String, ?> metadata) {
    return changes.make(
        () -> {
          authority.check(by, Permissions.EDIT_USERS);
          authority.checkRank(by, userId);
          Metadata before = known(userId).metadata();
          Metadata after = Metadata.of(metadata);
          Set<String> changedRoles =
              Arguments.difference(ledger.configured().in(before), ledger.configured().in(after));
          if (!changedRoles.isEmpty()) {
            authority.checkRoles(by, changedRoles);
          }
          records.record(
              by,
              "set_metadata",
              Target.user(userId),
              "",
              Optional.empty(),
              Map.of("keys", Arguments.changedKeys(before, after)));
          return engine.users().setMetadata(userId, metadata);
        });
  }

  private User known(String userId) {
    return engine
        .users()
        .find(userId)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.UNKNOWN_USER,
                        "There is no user with this id. Register it first.")
                    .exception());
  }

  private static String word(Sanction.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
