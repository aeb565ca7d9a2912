package italk.engine.api;

import italk.engine.api.moderation.Actor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored messages of all conversations. Safe for any thread; what reads blocks for as long as
 * reading takes.
 *
 * <p>The engine checks that things fit together, not who may do them: callers are trusted, as those
 * of {@link Engine#connect} are. Who may edit or retract what, and for how long, is an extension's
 * work.
 *
 * @since 1.0
 */
@ProviderType
public interface Messages {

  /** How many messages one page may have, and how many one {@link #purge} may delete. */
  int MAX_PAGE = 500;

  /** The message with this id; empty where there is none. A tombstone is one. */
  Optional<Message> find(MessageId id);

  /**
   * The oldest messages of all conversations that are newer than a message, oldest first: a feed
   * for those who keep up with everything and know how far they have come.
   *
   * @param id need not be the id of a message
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Message> since(MessageId id, int limit);

  /** The newest messages that a search finds, newest first. Tombstones are not found. */
  List<Message> search(MessageSearch search);

  /**
   * Gives a stored message another content. It walks as a new message does: through the gate, past
   * the interceptors (which see in {@link italk.engine.api.extension.MessageDraft#edits()} that it
   * is an edit), in the order of its conversation, into the store; then the sessions of the
   * recipients and the listeners are told. Does not block.
   *
   * @param content not blank, at most as long as the engine's {@code max_message_length} says
   * @param by who changes it, for the listeners
   * @return completes after the change is durably stored or refused, never exceptionally; refused
   *     with {@link Problem.Code#INVALID} where there is no such message or it was retracted
   */
  CompletionStage<SendResult> edit(MessageId id, String content, Actor by);

  /**
   * Takes a message back: a tombstone stays in its place, and nothing of its content in the store.
   * Blocks until that is durable. Retracting a tombstone changes nothing.
   *
   * @param by who takes it back, for the listeners
   * @param reason for people to read; may be ""
   * @return the tombstone
   * @throws EngineException with {@link Problem.Code#INVALID} where there is no such message,
   *     {@link Problem.Code#UNAVAILABLE} where the store can't write
   */
  Message retract(MessageId id, Actor by, String reason);

  /**
   * Deletes the oldest messages of a conversation without a trace, for retention. Blocks until that
   * is durable; takes a share of one commit, so that sends go on beside it. Call it again while the
   * answer is {@code limit}.
   *
   * @param olderThan the first message that stays
   * @param limit how many at most, 1 to {@value #MAX_PAGE}
   * @return how many were deleted
   */
  int purge(Conversation conversation, MessageId olderThan, int limit);

  /**
   * The id of the {@code count}th newest message of a conversation; empty where it has fewer.
   *
   * @param count from 1
   */
  Optional<MessageId> newest(Conversation conversation, int count);

  /**
   * The conversations that have messages, ordered by {@link Conversation#key()}.
   *
   * @param afterKey the last key of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Conversation> conversations(String afterKey, int limit);
}
