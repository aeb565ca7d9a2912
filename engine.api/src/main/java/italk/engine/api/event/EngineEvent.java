package italk.engine.api.event;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Message;
import italk.engine.api.User;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that has happened and can't be changed any more.
 *
 * @since 1.0
 */
@ProviderType
public sealed interface EngineEvent
    permits EngineEvent.UserConnected,
        EngineEvent.UserDisconnected,
        EngineEvent.MessageSent,
        Failure,
        Change,
        CustomEvent {

  /** When it happened. */
  Instant at();

  /**
   * A session was opened.
   *
   * @param user whose session it is
   * @param sessionId the session's id
   * @param cameOnline true where it is the user's only session
   * @param at when
   */
  @ProviderType
  record UserConnected(User user, String sessionId, boolean cameOnline, Instant at)
      implements EngineEvent {
    /** Checks that nothing is missing. */
    public UserConnected {
      requireNonNull(user, "user");
      requireNonNull(sessionId, "sessionId");
      requireNonNull(at, "at");
    }
  }

  /**
   * A session was closed.
   *
   * @param user whose session it was
   * @param sessionId the session's id
   * @param wentOffline true where it was the user's last session
   * @param reason why it was closed
   * @param at when
   */
  @ProviderType
  record UserDisconnected(
      User user, String sessionId, boolean wentOffline, String reason, Instant at)
      implements EngineEvent {
    /** Checks that nothing is missing. */
    public UserDisconnected {
      requireNonNull(user, "user");
      requireNonNull(sessionId, "sessionId");
      requireNonNull(reason, "reason");
      requireNonNull(at, "at");
    }
  }

  /**
   * A message was stored.
   *
   * @param sender as known when it was sent
   * @param message as it was stored
   */
  @ProviderType
  record MessageSent(User sender, Message message) implements EngineEvent {
    /** Checks that nothing is missing. */
    public MessageSent {
      requireNonNull(sender, "sender");
      requireNonNull(message, "message");
    }

    @Override
    public Instant at() {
      return message.timestamp();
    }
  }
}
