package italk.engine.api.store;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.User;
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
}
