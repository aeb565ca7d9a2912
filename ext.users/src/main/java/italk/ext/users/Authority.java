package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what to whom: the rules that {@link italk.engine.api.moderation.UserModeration}
 * states.
 */
final class Authority {

  private static final Set<String> PROTECTING =
      Set.of(Permissions.BAN, Permissions.MUTE, Permissions.ASSIGN_ROLES, Role.EVERYTHING);

  private final Ledger ledger;
  private final Engine engine;

  Authority(Ledger ledger, Engine engine) {
    this.ledger = ledger;
    this.engine = engine;
  }

  /** The user, who has to be registered. */
  User known(String userId) {
    return engine
        .users()
        .find(userId)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.UNKNOWN_USER,
                        "There is no user \""
                            + CommandWords.line(userId)
                            + "\". Register it first.")
                    .exception());
  }

  /** For a sanction: a permission, of somebody else, who is above the user. */
  void checkAbout(Actor by, String userId, String... anyOf) {
    check(by, anyOf);
    if (by.isUser(userId)) {
      throw denied("Nobody decides about a sanction of oneself. Ask another moderator.");
    }
    checkRank(by, userId);
  }

  /** Needs one of these permissions. */
  void check(Actor by, String... anyOf) {
    if (List.of(anyOf).stream().noneMatch(permission -> ledger.allows(by, permission))) {
      throw denied(by + " has not the permission " + String.join(" or ", anyOf) + ".");
    }
  }

  /** Nobody acts upwards. */
  void checkRank(Actor by, String userId) {
    if (by.mayDoEverything()) {
      return;
    }
    Set<String> theirs = permissions(userId);
    if (theirs.stream().anyMatch(PROTECTING::contains)
        && !(ledger.allows(by, Permissions.ASSIGN_ROLES) && covers(by, theirs))) {
      throw denied(
          "The user "
              + userId
              + " is a moderator: that takes "
              + Permissions.ASSIGN_ROLES
              + " and every permission that this user has.");
    }
  }

  /** Nobody hands out, or takes away, what one doesn't have. */
  void checkRoles(Actor by, Collection<String> roles) {
    check(by, Permissions.ASSIGN_ROLES);
    if (!by.mayDoEverything() && !covers(by, ledger.configured().permissions(roles))) {
      throw denied(by + " has not every permission of the role " + String.join(", ", roles) + ".");
    }
  }

  private boolean covers(Actor by, Set<String> wanted) {
    Set<String> own = permissions(by.id());
    return own.contains(Role.EVERYTHING) || own.containsAll(wanted);
  }

  private Set<String> permissions(String userId) {
    return ledger.configured().permissions(ledger.roles(userId));
  }

  private static RuntimeException denied(String why) {
    return new Problem(
            Problem.Code.NOT_ALLOWED, why, Optional.empty(), Optional.of(UsersManagement.NAME))
        .exception();
  }
}
