package italk.engine.api.store;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The store as one {@link StoreWrite} sees it: with all that was changed before, committed or not.
 * For the writer thread only.
 *
 * @since 1.0
 */
@ProviderType
public interface StoreTransaction {

  /** The user with this id. */
  Optional<User> user(String id);

  /** Inserts or replaces a user. */
  void save(User user);

  /** The group with this name. */
  Optional<Group> group(String name);

  /** Inserts or replaces a group with its members. */
  void save(Group group);

  /** Deletes a group with its members. Its messages stay. */
  void deleteGroup(String name);

  /**
   * Appends a message to its conversation under a new id, greater than all before.
   *
   * @param clientId the sender's own id for it; where the sender has used it before, nothing is
   *     appended
   * @return the message with its id, or the one that the client id was first used for
   */
  Appended append(
      Conversation conversation, User sender, String content, Optional<String> clientId);

  /** The message with this id, be it a tombstone. */
  Optional<Message> message(MessageId id);

  /**
   * Replaces the content of a message that is there and no tombstone.
   *
   * @return the message as it is now
   */
  Message edit(MessageId id, String content, Instant at);

  /**
   * Makes a tombstone of a message that is there. Nothing of its content stays, not in an index
   * either.
   *
   * @return the tombstone
   */
  Message retract(MessageId id, Instant at);

  /** Deletes the oldest messages of a conversation, at most {@code limit}; tells how many. */
  int purge(Conversation conversation, MessageId olderThan, int limit);

  /** A user has read a conversation up to a message; never goes back. */
  void read(String userId, Conversation conversation, MessageId upTo);

  /** Appends a record under the next number, at this moment to the millisecond. */
  ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Metadata details);

  /**
   * What {@link #append} did.
   *
   * @param message the message as it is stored
   * @param repeated true where it was stored before
   */
  @ProviderType
  record Appended(Message message, boolean repeated) {}
}
