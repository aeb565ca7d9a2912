package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A group as known at one moment.
 *
 * @param name unique, 1 to 128 characters on one line
 * @param visibility who may join
 * @param metadata what the integrator wants to keep with the group
 * @param members the members' user ids and roles, in the order in which they came
 * @param createdAt when it was created
 * @since 1.0
 */
@ProviderType
public record Group(
    String name,
    Visibility visibility,
    Metadata metadata,
    Map<String, Role> members,
    Instant createdAt) {

  /** How many members a group may have. */
  public static final int MAX_MEMBERS = 10_000;

  /** Who may join a group. */
  @ProviderType
  public enum Visibility {
    /** Everyone may join. */
    PUBLIC,
    /** Who wants to be a member has to be added. */
    PRIVATE
  }

  /** What a member is in the group. What a role may do is up to extensions. */
  @ProviderType
  public enum Role {
    /** Answers for the group. */
    OWNER,
    /** Keeps order in the group. */
    MODERATOR,
    /** Takes part. */
    MEMBER
  }

  /** Checks every part and copies the members. */
  public Group {
    Names.groupName(name);
    requireNonNull(visibility, "visibility");
    requireNonNull(metadata, "metadata");
    requireNonNull(createdAt, "createdAt");
    if (members.size() > MAX_MEMBERS) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A group has at most "
                  + MAX_MEMBERS
                  + " members, \""
                  + name
                  + "\" would have "
                  + members.size()
                  + ".")
          .exception();
    }
    members.forEach(
        (userId, role) -> {
          Names.userId(userId);
          requireNonNull(role, "role");
        });
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** True where this user is a member. */
  public boolean hasMember(String userId) {
    return members.containsKey(userId);
  }

  /** The same group with this user in this role. */
  public Group withMember(String userId, Role role) {
    Map<String, Role> changed = new LinkedHashMap<>(members);
    changed.put(userId, requireNonNull(role, "role"));
    return new Group(name, visibility, metadata, changed, createdAt);
  }

  /** The same group without this user. */
  public Group withoutMember(String userId) {
    Map<String, Role> changed = new LinkedHashMap<>(members);
    changed.remove(userId);
    return new Group(name, visibility, metadata, changed, createdAt);
  }

  /** The same group with other metadata. */
  public Group withMetadata(Metadata newMetadata) {
    return new Group(name, visibility, newMetadata, members, createdAt);
  }
}
