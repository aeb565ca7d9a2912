package italk.engine.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The groups. Safe for any thread; what changes something blocks until it is durably stored.
 *
 * <p>The engine checks that things fit together, not who may do them: callers are trusted, as those
 * of {@link Engine#connect} are. Rights per role are an extension's work.
 *
 * @since 1.0
 */
@ProviderType
public interface Groups {

  /** How many groups one page may have. */
  int MAX_PAGE = 500;

  /**
   * Creates a group without members.
   *
   * @throws EngineException with {@link Problem.Code#GROUP_EXISTS} or {@link Problem.Code#INVALID}
   */
  Group create(String name, Group.Visibility visibility, Map<String, ?> metadata);

  /** The group with this name; empty where there is none. */
  Optional<Group> find(String name);

  /**
   * The groups, ordered by name.
   *
   * @param afterName the last name of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Group> list(String afterName, int limit);

  /** The names of the groups that a user is a member of, ordered. */
  List<String> of(String userId);

  /**
   * A user comes into a public group by themselves. Who is a member stays one.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP}, {@link
   *     Problem.Code#UNKNOWN_USER}, or {@link Problem.Code#NOT_ALLOWED} where the group is private
   */
  Group join(String name, String userId);

  /**
   * A member goes. Who is no member is none afterwards, either.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP}
   */
  Group leave(String name, String userId);

  /**
   * Adds a user in a role, or changes a member's role.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP}, {@link
   *     Problem.Code#UNKNOWN_USER}
   */
  Group add(String name, String userId, Group.Role role);

  /**
   * Removes a member.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP}, {@link
   *     Problem.Code#NOT_A_MEMBER}
   */
  Group remove(String name, String userId);

  /**
   * Replaces a group's metadata.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP} or {@link Problem.Code#INVALID}
   */
  Group setMetadata(String name, Map<String, ?> metadata);

  /**
   * Deletes a group. Its history stays under its name.
   *
   * @throws EngineException with {@link Problem.Code#UNKNOWN_GROUP}
   */
  void delete(String name);
}
