package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Sanction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * The hooks: who is banned can't come in, who is muted can't write.
 *
 * <p>A connect that was let through just before its user was banned opens a session just after. So
 * it is looked at again when it is open, and closed; and until that has happened it can send
 * nothing.
 */
@Extension(value = UsersManagement.NAME, failurePolicy = FailurePolicy.REJECT)
@Component(
    service = {ConnectInterceptor.class, MessageInterceptor.class, EngineListener.class},
    configurationPid = "italk.extension." + UsersManagement.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class UsersManagement
    implements ConnectInterceptor, MessageInterceptor, EngineListener {

  static final String NAME = "users_management";

  private final Engine engine;
  private final Ledger ledger;
  private final InstantSource clock;

  /** Decides by what the ledger says. */
  @Activate
  public UsersManagement(@Reference Engine engine, @Reference Ledger ledger) {
    this(engine, ledger, InstantSource.system());
  }

  UsersManagement(Engine engine, Ledger ledger, InstantSource clock) {
    this.engine = engine;
    this.ledger = ledger;
    this.clock = clock;
  }

  // The options are the ledger's; the ranking is followed by the engine. Without this method, a
  // change of either would take the hooks away for a moment.
  @Modified
  void modified() {}

  @Override
  public Verdict.OnConnect intercept(ConnectRequest request) {
    User user = request.user();
    Instant now = clock.instant();
    Optional<Sanction> ban = ledger.find(Sanction.Kind.BAN, user.id(), now);
    return ban.isPresent() ? rejection(ban.get(), user, now) : Verdict.accept();
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    User sender = draft.sender();
    Instant now = clock.instant();
    if (draft.isEditedByAnother()) {
      // The sender's silence is no reason to leave up what a moderator corrects; the editor's own
      // is.
      return draft
          .editor()
          .filter(editor -> editor.kind() == Actor.Kind.USER)
          .flatMap(editor -> ledger.find(Sanction.Kind.MUTE, editor.id(), now))
          .<Verdict>map(mute -> rejection(mute, sender, now))
          .orElseGet(Verdict::accept);
    }
    Optional<Sanction> found = ledger.find(Sanction.Kind.MUTE, sender.id(), now);
    // A banned user has no session to edit from: an edit is a moderator's, or an extension's.
    if (found.isEmpty() && draft.edits().isEmpty()) {
      found = ledger.find(Sanction.Kind.BAN, sender.id(), now);
    }
    return found.isPresent() ? rejection(found.get(), sender, now) : Verdict.accept();
  }

  private static Verdict.Reject rejection(Sanction sanction, User user, Instant now) {
    // Rounded up: whoever waits just that long shall not be refused again.
    Optional<Duration> retryAfter =
        sanction.remaining(now).map(left -> Duration.ofMillis(left.plusNanos(999_999).toMillis()));
    return new Verdict.Reject(UserWords.of(sanction, user), retryAfter);
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    User user = event.user();
    ledger
        .find(Sanction.Kind.BAN, user.id(), clock.instant())
        .ifPresent(
            ban ->
                engine
                    .session(event.sessionId())
                    .ifPresent(session -> session.close(UserWords.of(ban, user))));
  }
}
