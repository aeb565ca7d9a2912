package italk.engine.api.store;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Durable storage for users, groups, members and messages. An OSGi service, safe for any thread.
 *
 * <p>What reads sees what was committed before, and blocks for as long as reading takes. Users that
 * are read are never online: who is online is the engine's to know. Everything here throws {@link
 * italk.engine.api.EngineException} with {@code UNAVAILABLE} where the database can't be reached.
 *
 * @since 1.0
 */
@ProviderType
public interface Store {

  /**
   * Runs a change and commits it durably, together with what others want changed at the same time.
   * Changes run one after the other in the order of the calls. Does not block for longer than it
   * takes to find room in the queue.
   *
   * @return completes after the commit, in the order of the calls, on the store's writer thread:
   *     what depends on it must be short. Completes exceptionally with what {@code write} threw,
   *     after its part was undone; with {@link italk.engine.api.EngineException} {@code
   *     UNAVAILABLE} where it could not be committed.
   */
  <T> CompletionStage<T> write(StoreWrite<T> write);

  /** The user with this id. */
  Optional<User> user(String id);

  /** Users by id, beginning after {@code afterId}. */
  List<User> users(String afterId, int limit);

  /** Users whose id or name contains {@code text}, whatever its case, by id. */
  List<User> searchUsers(String text, int limit);

  /** The group with this name. */
  Optional<Group> group(String name);

  /** Groups by name, beginning after {@code afterName}. */
  List<Group> groups(String afterName, int limit);

  /** The names of the groups of a user, in order. */
  List<String> groupsOf(String userId);

  /**
   * The newest {@code limit} messages of a conversation that are older than {@code id}, oldest
   * first.
   */
  List<Message> before(Conversation conversation, MessageId id, int limit);

  /**
   * The oldest {@code limit} messages of a conversation that are newer than {@code id}, oldest
   * first.
   */
  List<Message> after(Conversation conversation, MessageId id, int limit);

  /** The message that a sender sent with a client id. */
  Optional<Message> sent(String senderId, String clientId);

  /** The message with this id, be it a tombstone. */
  Optional<Message> message(MessageId id);

  /** The oldest {@code limit} messages of all conversations newer than {@code id}, oldest first. */
  List<Message> since(MessageId id, int limit);

  /** The newest messages that are found, newest first, without tombstones. */
  List<Message> search(MessageSearch search);

  /** The id of the {@code count}th newest message of a conversation, counted from 1. */
  Optional<MessageId> newest(Conversation conversation, int count);

  /** The conversations that have messages, by key, beginning after {@code afterKey}. */
  List<Conversation> conversations(String afterKey, int limit);

  /** The newest message that a user has read of a conversation. */
  Optional<MessageId> readPosition(String userId, Conversation conversation);

  /**
   * The conversations of a user with unread messages of others, by key, beginning after {@code
   * afterKey}.
   */
  List<ReadPositions.Unread> unread(String userId, String afterKey, int limit);

  /** The newest records before one, newest first. */
  List<ModerationRecord> moderation(long number, int limit);

  /** The newest records about a target before one, newest first. */
  List<ModerationRecord> moderation(Target target, long number, int limit);

  /**
   * Why nothing can be written just now and since when, in words; empty where all is well. While
   * there is an outage the store tries again by itself. Does not block.
   */
  Optional<String> outage();
}
