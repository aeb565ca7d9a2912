package italk.engine.api.event;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Group;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStatus;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything else that changes: users, groups, members, extensions.
 *
 * @since 1.0
 */
@ProviderType
public sealed interface Change extends EngineEvent {

  /**
   * A user became known.
   *
   * @param user the new user
   * @param at when
   */
  @ProviderType
  record UserRegistered(User user, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public UserRegistered {
      requireNonNull(user, "user");
      requireNonNull(at, "at");
    }
  }

  /**
   * A user got another name or other metadata.
   *
   * @param before as it was
   * @param user as it is
   * @param at when
   */
  @ProviderType
  record UserChanged(User before, User user, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public UserChanged {
      requireNonNull(before, "before");
      requireNonNull(user, "user");
      requireNonNull(at, "at");
    }
  }

  /**
   * A group was created.
   *
   * @param group the new group
   * @param at when
   */
  @ProviderType
  record GroupCreated(Group group, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public GroupCreated {
      requireNonNull(group, "group");
      requireNonNull(at, "at");
    }
  }

  /**
   * A group got other metadata.
   *
   * @param before as it was
   * @param group as it is
   * @param at when
   */
  @ProviderType
  record GroupChanged(Group before, Group group, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public GroupChanged {
      requireNonNull(before, "before");
      requireNonNull(group, "group");
      requireNonNull(at, "at");
    }
  }

  /**
   * A group was deleted.
   *
   * @param group as it was
   * @param at when
   */
  @ProviderType
  record GroupDeleted(Group group, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public GroupDeleted {
      requireNonNull(group, "group");
      requireNonNull(at, "at");
    }
  }

  /**
   * A user came into a group, or got another role there.
   *
   * @param group as it is
   * @param userId the member's id
   * @param role the member's role
   * @param at when
   */
  @ProviderType
  record MemberJoined(Group group, String userId, Group.Role role, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public MemberJoined {
      requireNonNull(group, "group");
      requireNonNull(userId, "userId");
      requireNonNull(role, "role");
      requireNonNull(at, "at");
    }
  }

  /**
   * A member left a group or was removed.
   *
   * @param group as it is
   * @param userId who was a member
   * @param at when
   */
  @ProviderType
  record MemberLeft(Group group, String userId, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public MemberLeft {
      requireNonNull(group, "group");
      requireNonNull(userId, "userId");
      requireNonNull(at, "at");
    }
  }

  /**
   * An extension became active, or ceased to be, or changed otherwise.
   *
   * @param extension as it is
   * @param at when
   */
  @ProviderType
  record ExtensionChanged(ExtensionStatus extension, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public ExtensionChanged {
      requireNonNull(extension, "extension");
      requireNonNull(at, "at");
    }
  }
}
