package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How far each user has read each conversation, so that clients on several devices agree and one
 * that was offline can catch up: {@link #unread} says where, {@link History#after} gives what was
 * missed. Safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface ReadPositions {

  /** How many conversations one page may have. */
  int MAX_PAGE = 500;

  /** Up to how many unread messages are counted: there may be more than that. */
  int MAX_COUNT = 1_000;

  /**
   * A conversation with messages that a user has not read.
   *
   * @param conversation which
   * @param readUpTo the newest message that was read; empty where none was
   * @param latest the newest message
   * @param count how many newer messages of others there are, tombstones left out; {@value
   *     ReadPositions#MAX_COUNT} stands for that many or more
   */
  @ProviderType
  record Unread(
      Conversation conversation, Optional<MessageId> readUpTo, MessageId latest, int count) {
    /** Checks that nothing is missing. */
    public Unread {
      requireNonNull(conversation, "conversation");
      requireNonNull(readUpTo, "readUpTo");
      requireNonNull(latest, "latest");
    }
  }

  /**
   * A user has read a conversation up to a message. Never goes back: an older message than before
   * changes nothing. Blocks until it is durably stored.
   *
   * @param upTo need not be the id of a message of this conversation
   * @throws EngineException with {@link Problem.Code#UNKNOWN_USER}, {@link
   *     Problem.Code#NOT_ALLOWED} for a direct conversation of others, {@link
   *     Problem.Code#NOT_A_MEMBER}, {@link Problem.Code#UNAVAILABLE}
   */
  void read(String userId, Conversation conversation, MessageId upTo);

  /** The newest message that a user has read; empty where none was. */
  Optional<MessageId> position(String userId, Conversation conversation);

  /**
   * The conversations of a user (everyone, the user's groups and direct conversations) in which
   * others have written since the user read them, ordered by {@link Conversation#key()}.
   *
   * @param afterKey the last key of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Unread> unread(String userId, String afterKey, int limit);
}
