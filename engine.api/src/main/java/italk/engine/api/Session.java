package italk.engine.api;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One live connection of a user. A user with at least one is online. Safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface Session extends AutoCloseable {

  /** Unique among the sessions of this run of the engine. */
  String id();

  /** The id of the user whose session this is. */
  String userId();

  /** When it was opened. */
  Instant connectedAt();

  /**
   * Sends a message. Does not block. Messages that one thread sends to one conversation keep their
   * order.
   *
   * @param conversation everyone, a group that the user is a member of, or a direct conversation of
   *     the user
   * @param content not blank, at most as long as the engine's {@code max_message_length} says
   * @return completes after the message is durably stored or refused, never exceptionally; what
   *     depends on it runs on a thread of the engine and should not block
   */
  CompletionStage<SendResult> send(Conversation conversation, String content);

  /**
   * Sends a message that may have been sent before. Where this user's {@code clientId} is known,
   * the first message is the result, and nothing is sent.
   *
   * @param clientId the client's own id for the message, 1 to 128 characters, unique among those of
   *     the user
   */
  CompletionStage<SendResult> send(Conversation conversation, String content, String clientId);

  /**
   * Delivers a text to this session alone, after what is on its way already. Not stored, not
   * intercepted.
   *
   * @param source the extension's name
   * @param text for the user to read
   */
  void notice(String source, String text);

  /** False once the session was closed, by either side. */
  boolean isOpen();

  /** Closes the session, telling the inbox why. Closing again does nothing. */
  void close(String reason);

  /** Closes the session. */
  @Override
  default void close() {
    close("disconnected");
  }
}
