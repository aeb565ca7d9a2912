package italk.ext.users;

import italk.engine.api.Metadata;
import italk.engine.api.moderation.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The roles that the options define. Immutable.
 *
 * @param byName the roles by name
 * @param metadataKey the key of a user's metadata that gives roles, too; "" for none
 */
record Roles(SortedMap<String, Role> byName, String metadataKey) {

  static final Roles NONE = new Roles(new TreeMap<>(), "");

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final Pattern PERMISSION = Pattern.compile("\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*");

  Roles {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /**
   * The roles that {@code options} mean.
   *
   * @throws IllegalArgumentException where a role can't be read
   */
  static Roles of(UsersManagementOptions options) {
    SortedMap<String, Role> byName = new TreeMap<>();
    for (String line : options.roles()) {
      Role role = role(line);
      if (byName.put(role.name(), role) != null) {
        throw invalid("each role stands there once", line);
      }
    }
    return new Roles(byName, options.role__metadata().strip());
  }

  private static Role role(String line) {
    String[] parts = line.split("=", 2);
    String name = parts[0].strip();
    if (parts.length < 2 || !NAME.matcher(name).matches()) {
      throw invalid(
          "a role is NAME=PERMISSION,PERMISSION… with a name of 1 to 64 lower-case letters, digits,"
              + " dashes and underscores",
          line);
    }
    Set<String> permissions = new HashSet<>();
    for (String word : parts[1].split(",")) {
      String permission = word.strip();
      if (!permission.isEmpty() && !PERMISSION.matcher(permission).matches()) {
        throw invalid("a permission is * or a name such as users.ban", line);
      } else if (!permission.isEmpty()) {
        permissions.add(permission);
      }
    }
    return new Role(name, permissions);
  }

  private static IllegalArgumentException invalid(String expected, String found) {
    return new IllegalArgumentException(
        "users_management.roles: " + expected + "; found \"" + found + "\".");
  }

  /** True where one of these roles has this permission. */
  boolean allow(Collection<String> names, String permission) {
    for (String name : names) {
      Role role = byName.get(name);
      if (role != null && role.allows(permission)) {
        return true;
      }
    }
    return false;
  }

  /** All permissions that these roles have together. */
  Set<String> permissions(Collection<String> names) {
    return names.stream()
        .filter(byName::containsKey)
        .flatMap(name -> byName.get(name).permissions().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** True where metadata give roles. */
  boolean areInMetadata() {
    return !metadataKey.isEmpty();
  }

  /** The roles that a user's metadata give: one as a text, or several as a list of texts. */
  Set<String> in(Metadata metadata) {
    if (!areInMetadata()) {
      return Set.of();
    }
    Object value = metadata.asMap().get(metadataKey);
    List<?> values =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    return values.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(byName::containsKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Those of these roles that there are. */
  Set<String> known(Collection<String> names) {
    return byName.keySet().containsAll(names)
        ? Set.copyOf(names)
        : names.stream().filter(byName::containsKey).collect(Collectors.toUnmodifiableSet());
  }
}
