package italk.engine.api.extension;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message before it is stored, as an interceptor sees it: what the sender wrote, as the
 * interceptors before left it. Or the new content of a message that is stored already, before it
 * takes the place of the old one.
 *
 * @param sender who sends it, online; of an edit the message's sender, online or not
 * @param sessionId the session it came from; "" for an edit
 * @param conversation what it is sent to
 * @param content the text
 * @param clientId the sender's own id for it, where one was given
 * @param receivedAt when the engine got it
 * @param edits the message whose content it would replace; empty where it is a new message
 * @param editor who edits, perhaps another than the sender; empty where it is a new message
 * @since 1.0
 */
@ProviderType
public record MessageDraft(
    User sender,
    String sessionId,
    Conversation conversation,
    String content,
    Optional<String> clientId,
    Instant receivedAt,
    Optional<MessageId> edits,
    Optional<Actor> editor) {

  /** Checks that nothing is missing. */
  public MessageDraft {
    requireNonNull(sender, "sender");
    requireNonNull(sessionId, "sessionId");
    requireNonNull(conversation, "conversation");
    requireNonNull(content, "content");
    requireNonNull(clientId, "clientId");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(edits, "edits");
    requireNonNull(editor, "editor");
    if (edits.isPresent() != editor.isPresent()) {
      throw new IllegalArgumentException("An edit has an editor, and nothing else has.");
    }
  }

  /** A new message. */
  public MessageDraft(
      User sender,
      String sessionId,
      Conversation conversation,
      String content,
      Optional<String> clientId,
      Instant receivedAt) {
    this(
        sender,
        sessionId,
        conversation,
        content,
        clientId,
        receivedAt,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * True where somebody else edits the sender's message, such as a moderator: what the sender may
   * do, and how often, is no reason against it.
   */
  public boolean isEditedByAnother() {
    return editor.isPresent() && !editor.get().isUser(sender.id());
  }

  /** The same draft with another content. */
  public MessageDraft withContent(String newContent) {
    return new MessageDraft(
        sender, sessionId, conversation, newContent, clientId, receivedAt, edits, editor);
  }
}
