package italk.engine.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The users that the engine knows. Safe for any thread; what changes something blocks until it is
 * durably stored.
 *
 * @since 1.0
 */
@ProviderType
public interface Users {

  /** How many users one page may have. */
  int MAX_PAGE = 500;

  /**
   * Makes a user known, offline.
   *
   * @param metadata see {@link Metadata} for what it may hold
   * @throws EngineException with {@link Problem.Code#USER_EXISTS} or {@link Problem.Code#INVALID}
   */
  User register(String id, String name, Map<String, ?> metadata);

  /** The user with this id; empty where there is none. */
  Optional<User> find(String id);

  /**
   * The users, ordered by id.
   *
   * @param afterId the last id of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<User> list(String afterId, int limit);

  /**
   * The users whose id or name contains a text, whatever its case, ordered by id.
   *
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<User> search(String text, int limit);

  /** The users who are online, ordered by id. As many as there are. */
  List<User> online();

  /**
   * Gives a user another name.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_USER} or {@link Problem.Code#INVALID}
   */
  User rename(String id, String newName);

  /**
   * Replaces a user's metadata.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_USER} or {@link Problem.Code#INVALID}
   */
  User setMetadata(String id, Map<String, ?> metadata);

  /**
   * Closes all sessions of a user.
   *
   * @param reason for the user to read
   * @return how many there were
   */
  int disconnect(String id, String reason);
}
