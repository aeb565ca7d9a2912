package italk.engine.api.moderation;

import italk.engine.api.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps order among the users. An OSGi service, brought by the extension {@code users_management};
 * safe for any thread. What changes something blocks until it is durably stored and recorded (see
 * {@link ModerationRecords}): first the record is stored, then it is done.
 *
 * <p>An actor needs the permission that is named. Who has {@link Permissions#BAN}, {@link
 * Permissions#MUTE} or {@link Permissions#ASSIGN_ROLES} can be acted upon only by those who have
 * {@link Permissions#ASSIGN_ROLES} and every other permission of that user. Nobody decides about a
 * sanction of oneself.
 *
 * <p>What changes something throws an {@link italk.engine.api.EngineException} with {@code
 * NOT_ALLOWED} where the actor may not, {@code UNKNOWN_USER} where there is no such user, {@code
 * INVALID} where an argument is out of its bounds, {@code UNAVAILABLE} where it can't be stored.
 *
 * @since 1.0
 */
@ProviderType
public interface UserModeration {

  /** How many one page may have. */
  int MAX_PAGE = 500;

  /**
   * Keeps a user out ({@link Permissions#BAN}). When it returns, connects of the user are rejected
   * and the open sessions are closed; one that was being opened meanwhile is closed as soon as it
   * is open, and can send nothing. Takes the place of a ban that there is.
   *
   * @param reason for the user, too; one line, at most {@value ModerationRecord#MAX_REASON}
   *     characters; may be ""
   * @param until when it ends, in the future; empty where only {@link #unban} ends it
   */
  Sanction ban(Actor by, String userId, String reason, Optional<Instant> until);

  /**
   * Lets a user in again ({@link Permissions#BAN}).
   *
   * @return the ban that was lifted; empty, and nothing recorded, where there was none
   */
  Optional<Sanction> unban(Actor by, String userId, String reason);

  /**
   * Keeps a user from sending and editing messages ({@link Permissions#MUTE}). Takes the place of a
   * mute that there is.
   *
   * @param reason for the user, too; one line, at most {@value ModerationRecord#MAX_REASON}
   *     characters; may be ""
   * @param until when it ends, in the future; empty where only {@link #unmute} ends it
   */
  Sanction mute(Actor by, String userId, String reason, Optional<Instant> until);

  /**
   * Lets a user write again ({@link Permissions#MUTE}).
   *
   * @return the mute that was lifted; empty, and nothing recorded, where there was none
   */
  Optional<Sanction> unmute(Actor by, String userId, String reason);

  /**
   * Closes all sessions of a user, who may connect again ({@link Permissions#BAN} or {@link
   * Permissions#MUTE}).
   *
   * @return how many there were; where there were none, nothing is recorded
   */
  int kick(Actor by, String userId, String reason);

  /** The sanction of a user that is in force; empty where there is none. Does not block. */
  Optional<Sanction> find(Sanction.Kind kind, String userId);

  /**
   * The sanctions that are in force, ordered by user id.
   *
   * @param afterUserId the last user id of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Sanction> list(Sanction.Kind kind, String afterUserId, int limit);

  /** The roles that there are, by name. */
  Map<String, Role> roles();

  /**
   * Gives a user a role ({@link Permissions#ASSIGN_ROLES}, and every permission of that role).
   * Where the user has been given it before, nothing changes and nothing is recorded.
   *
   * @return the roles that the user has been given, those that aren't configured now among them
   */
  Set<String> grant(Actor by, String userId, String role);

  /**
   * Takes a role that was given by {@link #grant} away ({@link Permissions#ASSIGN_ROLES}, and every
   * permission of that role).
   *
   * @return the roles that the user still has been given
   */
  Set<String> withdraw(Actor by, String userId, String role);

  /**
   * The roles that users have been given by {@link #grant}, by user id.
   *
   * @param afterUserId the last user id of the page before; "" for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  SortedMap<String, Set<String>> granted(String afterUserId, int limit);

  /** Gives a user another name ({@link Permissions#EDIT_USERS}), and records it. */
  User rename(Actor by, String userId, String newName);

  /**
   * Replaces a user's metadata ({@link Permissions#EDIT_USERS}), and records which keys changed.
   * Where metadata give roles, that those change takes what {@link #grant} takes.
   */
  User setMetadata(Actor by, String userId, Map<String, ?> metadata);
}
