package italk.engine.api.store;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.User;
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

  /**
   * What {@link #append} did.
   *
   * @param message the message as it is stored
   * @param repeated true where it was stored before
   */
  @ProviderType
  record Appended(Message message, boolean repeated) {}
}
