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
 * @param editedAt when its content was last changed; empty where it never was
 * @param retractedAt when it was taken back: it is a tombstone then, with "" for its content; empty
 *     where it was not
 * @since 1.0
 */
@ProviderType
public record Message(
    MessageId id,
    Conversation conversation,
    String senderId,
    String senderName,
    String content,
    Optional<String> clientId,
    Optional<Instant> editedAt,
    Optional<Instant> retractedAt) {

  /** Checks that nothing is missing. */
  public Message {
    requireNonNull(id, "id");
    requireNonNull(conversation, "conversation");
    requireNonNull(senderId, "senderId");
    requireNonNull(senderName, "senderName");
    requireNonNull(content, "content");
    requireNonNull(clientId, "clientId");
    requireNonNull(editedAt, "editedAt");
    requireNonNull(retractedAt, "retractedAt");
  }

  /** A message as it was sent, neither edited nor retracted. */
  public Message(
      MessageId id,
      Conversation conversation,
      String senderId,
      String senderName,
      String content,
      Optional<String> clientId) {
    this(
        id,
        conversation,
        senderId,
        senderName,
        content,
        clientId,
        Optional.empty(),
        Optional.empty());
  }

  /** True where it was taken back: nothing is left of its content. */
  public boolean isRetracted() {
    return retractedAt.isPresent();
  }

  /** The same message with another content. */
  public Message edited(String newContent, Instant at) {
    return new Message(
        id, conversation, senderId, senderName, newContent, clientId, Optional.of(at), retractedAt);
  }

  /** The tombstone of this message. */
  public Message retracted(Instant at) {
    return new Message(
        id, conversation, senderId, senderName, "", clientId, editedAt, Optional.of(at));
  }

  /** When it was stored, UTC, to the millisecond. */
  public Instant timestamp() {
    return id.time();
  }
}
