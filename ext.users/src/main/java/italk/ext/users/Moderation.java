package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Role;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.UserModeration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Changes what is in force. Every change is made on the thread of {@code changes}, one after the
 * other, in this order: may the actor; record it; keep it; put it in force; close sessions. So
 * nothing is done that isn't recorded; where the engine is killed in between, the record may be of
 * something that wasn't done, and nobody was told that it was.
 */
@Component(immediate = true, service = UserModeration.class)
public final class Moderation implements UserModeration {

  private final Ledger ledger;
  private final InstantSource clock;
  private final SanctionChanges sanctions;
  private final UserChanges users;
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
    this.ledger = ledger;
    this.clock = clock;
    Authority authority = new Authority(ledger, engine);
    this.sanctions = new SanctionChanges(engine, storage, records, ledger, authority, clock);
    this.users = new UserChanges(engine, storage, records, ledger, authority);
    changes.soon(sanctions::closeBannedSessions);
  }

  @Deactivate
  void deactivate() {
    changes.close();
  }

  @Override
  public Sanction ban(Actor by, String userId, String reason, Optional<Instant> until) {
    return changes.make(() -> sanctions.impose(Sanction.Kind.BAN, by, userId, reason, until));
  }

  @Override
  public Optional<Sanction> unban(Actor by, String userId, String reason) {
    return changes.make(() -> sanctions.lift(Sanction.Kind.BAN, by, userId, reason));
  }

  @Override
  public Sanction mute(Actor by, String userId, String reason, Optional<Instant> until) {
    return changes.make(() -> sanctions.impose(Sanction.Kind.MUTE, by, userId, reason, until));
  }

  @Override
  public Optional<Sanction> unmute(Actor by, String userId, String reason) {
    return changes.make(() -> sanctions.lift(Sanction.Kind.MUTE, by, userId, reason));
  }

  @Override
  public int kick(Actor by, String userId, String reason) {
    return changes.make(() -> sanctions.kick(by, userId, reason));
  }

  @Override
  public Optional<Sanction> find(Sanction.Kind kind, String userId) {
    return ledger.find(kind, userId, clock.instant());
  }

  @Override
  public List<Sanction> list(Sanction.Kind kind, String afterUserId, int limit) {
    Instant now = clock.instant();
    return List.copyOf(
        Book.page(ledger.book().of(kind), afterUserId, limit, it -> !it.isOver(now)).values());
  }

  @Override
  public Map<String, Role> roles() {
    return ledger.configured().byName();
  }

  @Override
  public Set<String> grant(Actor by, String userId, String role) {
    return changes.make(() -> users.grant(by, userId, role));
  }

  @Override
  public Set<String> withdraw(Actor by, String userId, String role) {
    return changes.make(() -> users.withdraw(by, userId, role));
  }

  @Override
  public SortedMap<String, Set<String>> granted(String afterUserId, int limit) {
    return Book.page(ledger.book().granted(), afterUserId, limit, it -> true);
  }

  @Override
  public User rename(Actor by, String userId, String newName) {
    return changes.make(() -> users.rename(by, userId, newName));
  }

  @Override
  public User setMetadata(Actor by, String userId, Map<String, ?> metadata) {
    return changes.make(() -> users.setMetadata(by, userId, metadata));
  }
}
