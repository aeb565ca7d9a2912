package italk.engine.api.event;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything else that changes: users, groups, members, stored messages, extensions.
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
   * A stored message got another content.
   *
   * @param before as it was
   * @param message as it is
   * @param by who changed it
   * @param at when
   */
  @ProviderType
  record MessageEdited(Message before, Message message, Actor by, Instant at) implements Change {
    /** Checks that nothing is missing. */
    public MessageEdited {
      requireNonNull(before, "before");
      requireNonNull(message, "message");
      requireNonNull(by, "by");
      requireNonNull(at, "at");
    }
  }

  /**
   * A stored message was taken back.
   *
   * @param before as it was
   * @param message its tombstone
   * @param by who took it back
   * @param reason why, for people; may be ""
   * @param at when
   */
  @ProviderType
  record MessageRetracted(Message before, Message message, Actor by, String reason, Instant at)
      implements Change {
    /** Checks that nothing is missing. */
    public MessageRetracted {
      requireNonNull(before, "before");
      requireNonNull(message, "message");
      requireNonNull(by, "by");
      requireNonNull(reason, "reason");
      requireNonNull(at, "at");
    }
  }

  /**
   * Something was done to keep order, and is recorded.
   *
   * @param record who did what to whom, when, why, until when
   */
  @ProviderType
  record Moderated(ModerationRecord record) implements Change {
    /** Checks that nothing is missing. */
    public Moderated {
      requireNonNull(record, "record");
    }

    @Override
    public Instant at() {
      return record.at();
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
