package italk.engine.api.moderation;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a role may be allowed to do in a group. New rights may be added: have a default branch.
 *
 * @since 1.0
 */
@ProviderType
public enum GroupRight {
  /** Write messages, and edit one's own. */
  WRITE,
  /** Write while the group is read-only. */
  WRITE_READ_ONLY,
  /** Write again without waiting for the group's slow mode. */
  SKIP_SLOW_MODE,
  /** Bring in members: invite them, and approve or refuse those who asked to come in. */
  INVITE,
  /** Remove members of a lower role. */
  REMOVE,
  /** Change the group's rules and the roles of its members. */
  CHANGE
}
