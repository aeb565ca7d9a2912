package italk.engine.api.moderation;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who may do what. An OSGi service, brought by the extension {@code users_management}; safe for any
 * thread, and fast enough to be asked at every message.
 *
 * <p>Where there is none, a user has no role and no permission.
 *
 * @since 1.0
 */
@ProviderType
public interface Permissions {

  /** Ban and unban users, end their sessions. */
  String BAN = "users.ban";

  /** Keep users from writing for a while, end their sessions. */
  String MUTE = "users.mute";

  /** Rename users and change their metadata. */
  String EDIT_USERS = "users.edit";

  /** Give users roles and take them away. */
  String ASSIGN_ROLES = "users.roles";

  /** Do in every group what its owner may. */
  String MODERATE_GROUPS = "groups.moderate";

  /** Edit, retract and pin messages of others everywhere, and handle reports. */
  String MODERATE_MESSAGES = "messages.moderate";

  /** Not to be limited in how much to write. */
  String UNLIMITED = "messages.unlimited";

  /** The names of the roles that a user has; empty where there are none. */
  Set<String> roles(String userId);

  /** True where one of the user's roles has this permission. */
  boolean allows(String userId, String permission);

  /** True where the actor needs no permission, or has this one. */
  default boolean allows(Actor actor, String permission) {
    return actor.mayDoEverything() || allows(actor.id(), permission);
  }
}
