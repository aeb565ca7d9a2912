package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message as it was stored.
 *
 * @param id unique, sorts by time
 * @param conversation what it was sent to
 * @param senderId the id of the user who sent it
 * @param senderName how that user was called when it was sent
 * @param content the text, as the interceptors left it
 * @param clientId the sender's own id for it, where one was given: sending it again gives this
 *     message
 * @since 1.0
 */
@ProviderType
public record Message(
    MessageId id,
    Conversation conversation,
    String senderId,
    String senderName,
    String content,
    Optional<String> clientId) {

  /** Checks that nothing is missing. */
  public Message {
    requireNonNull(id, "id");
    requireNonNull(conversation, "conversation");
    requireNonNull(senderId, "senderId");
    requireNonNull(senderName, "senderName");
    requireNonNull(content, "content");
    requireNonNull(clientId, "clientId");
  }

  /** When it was stored, UTC, to the millisecond. */
  public Instant timestamp() {
    return id.time();
  }
}
