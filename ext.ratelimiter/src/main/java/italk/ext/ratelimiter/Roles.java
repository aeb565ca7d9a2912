package italk.ext.ratelimiter;

import italk.engine.api.User;
import italk.engine.api.moderation.Permissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The roles of a user: those that {@code users_management} has given, and those in the user's
 * metadata (the text {@code role}, the list of texts {@code roles}).
 */
final class Roles {

  private Roles() {}

  static Set<String> of(User user, Optional<Permissions> permissions) {
    Optional<String> one = user.metadata().text("role");
    Optional<Object> several = user.metadata().get("roles");
    Set<String> given = permissions.map(service -> service.roles(user.id())).orElse(Set.of());
    if (one.isEmpty() && several.isEmpty()) {
      return given;
    }
    Set<String> roles = new HashSet<>(given);
    one.ifPresent(roles::add);
    if (several.orElse(null) instanceof List<?> list) {
      list.stream().filter(String.class::isInstance).map(String.class::cast).forEach(roles::add);
    }
    return roles;
  }
}
