package italk.engine.api.moderation;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A role as the operator has configured it.
 *
 * @param name lower-case letters, digits, underscores and dashes
 * @param permissions what who has it may do, see {@link Permissions}; {@value #EVERYTHING} among
 *     them means all there are
 * @since 1.0
 */
@ProviderType
public record Role(String name, Set<String> permissions) {

  /** The permission that contains all others. */
  public static final String EVERYTHING = "*";

  /** Copies the permissions. */
  public Role {
    permissions = Set.copyOf(permissions);
  }

  /** True where it has this permission, or all. */
  public boolean allows(String permission) {
    return permissions.contains(permission) || permissions.contains(EVERYTHING);
  }
}
