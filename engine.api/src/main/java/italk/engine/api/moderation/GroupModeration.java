package italk.engine.api.moderation;

import italk.engine.api.Group;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The groups with rights: what {@link italk.engine.api.Groups} does for whoever calls it, done for
 * an {@link Actor} who may. An OSGi service, brought by the extension {@code groups_management};
 * safe for any thread. What changes something blocks until it is durably stored; changes are made
 * one after the other, so that what was checked holds when it is done.
 *
 * <p>An actor has in a group the role of the member, and none where it is no member. Who {@link
 * Actor#mayDoEverything()} or has {@link Permissions#MODERATE_GROUPS} may do in every group what
 * its owner may. A group has an owner for as long as it is changed here alone: the last one can
 * neither leave nor be removed nor get another role, but hand over. Where the engine's {@code
 * Groups} left a group without one, {@link #handOver} gives it one.
 *
 * <p>All throw {@link italk.engine.api.EngineException}: {@code NOT_ALLOWED} where the actor may
 * not or a rule is against it, {@code UNKNOWN_GROUP}, {@code UNKNOWN_USER}, {@code NOT_A_MEMBER},
 * {@code INVALID}, {@code UNAVAILABLE}. Reasons are for people, may be "" and go into the {@link
 * ModerationRecords}; their bound is that of {@link ModerationRecord}.
 *
 * @since 1.0
 */
@ProviderType
public interface GroupModeration {

  /**
   * Creates a group with its owner. A user may do so for themselves, where the extension's options
   * allow it.
   */
  Group create(Actor by, String group, Group.Visibility visibility, String ownerId);

  /** The rules in force. */
  GroupRules rules(String group);

  /**
   * Changes one rule. Needs {@link GroupRight#CHANGE}; recorded as {@code group_rule}.
   *
   * @param rule its name: that of a {@link GroupRight} in lower case, {@code entry}, {@code
   *     read_only}, {@code slow_mode_seconds} or {@code max_members}
   * @param value a role, {@code invitation} or {@code approval}, {@code true} or {@code false}, a
   *     whole number; {@code default} to follow the extension's options again
   */
  GroupRules setRule(Actor by, String group, String rule, String value, String reason);

  /** True where an actor has a right in a group; false where there is no such group, too. */
  boolean allows(Actor by, String group, GroupRight right);

  /** A user comes into a public group, or one that invited the user. */
  Group join(Actor by, String group, String userId);

  /** A member goes. Who is no member is none afterwards, either. */
  Group leave(Actor by, String group, String userId);

  /**
   * Invites a user, who can {@link #accept} or {@link #decline}. Needs {@link GroupRight#INVITE}.
   */
  PendingMember invite(Actor by, String group, String userId);

  /** The invited user comes in. */
  Group accept(Actor by, String group, String userId);

  /** The invited user will not come; or who has {@link GroupRight#INVITE} takes it back. */
  void decline(Actor by, String group, String userId);

  /** A user asks to come into a private group whose entry is by approval. */
  PendingMember request(Actor by, String group, String userId);

  /** Lets a user in who asked. Needs {@link GroupRight#INVITE}. */
  Group approve(Actor by, String group, String userId);

  /** Lets a user who asked not in, or takes one's own request back. */
  void refuse(Actor by, String group, String userId);

  /** Who is invited or has asked, the oldest first. Needs {@link GroupRight#INVITE}. */
  List<PendingMember> pending(Actor by, String group);

  /** The groups that invited a user, or that the user asked, the oldest first. */
  List<PendingMember> pendingOf(Actor by, String userId);

  /**
   * Gives a member another role. Needs {@link GroupRight#CHANGE}; who is no owner can neither make
   * nor unmake one. Recorded as {@code group_role}.
   */
  Group setRole(Actor by, String group, String userId, Group.Role role, String reason);

  /**
   * Hands a group over to a member, who becomes its owner. An owner who does so becomes a
   * moderator; where it is done by who is no owner of the group but may, all its owners do. They
   * may also hand over to a user who is no member yet. Recorded as {@code group_hand_over}.
   */
  Group handOver(Actor by, String group, String newOwnerId, String reason);

  /**
   * Removes a member of a lower role; an owner may remove everyone. Needs {@link
   * GroupRight#REMOVE}; recorded as {@code group_remove}.
   */
  Group remove(Actor by, String group, String userId, String reason);

  /** Deletes a group. For owners; recorded as {@code group_delete}. */
  void delete(Actor by, String group, String reason);
}
