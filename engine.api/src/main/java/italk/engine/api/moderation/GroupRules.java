package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The rules of one group that are in force at one moment.
 *
 * <p>A right belongs to a role and to all above it. So owners have every right, whatever is
 * changed: nobody can lock everybody out.
 *
 * @param lowestRoles the lowest role that has a right, for every right
 * @param entry how who isn't invited may come into a private group
 * @param readOnly true where only who has {@link GroupRight#WRITE_READ_ONLY} may write
 * @param slowMode how long a user has to wait after a message before the next; zero for no wait
 * @param maxMembers how many members the group may have; where it has more, nobody comes in
 * @param own the names of the rules that the group has for itself, as {@link
 *     GroupModeration#setRule} takes them; the others follow the extension's options
 * @since 1.0
 */
@ProviderType
public record GroupRules(
    Map<GroupRight, Group.Role> lowestRoles,
    Entry entry,
    boolean readOnly,
    Duration slowMode,
    int maxMembers,
    Set<String> own) {

  /** How who isn't invited may come into a private group. */
  @ProviderType
  public enum Entry {
    /** Not at all. */
    INVITATION,
    /** By a request that somebody with {@link GroupRight#INVITE} approves. */
    APPROVAL
  }

  /** Checks every part and copies what could change. */
  public GroupRules {
    requireNonNull(entry, "entry");
    Map<GroupRight, Group.Role> copy = new EnumMap<>(lowestRoles);
    if (copy.size() != GroupRight.values().length || copy.containsValue(null)) {
      throw invalid("The rules of a group name a role for every right.");
    }
    lowestRoles = Collections.unmodifiableMap(copy);
    if (slowMode.isNegative()) {
      throw invalid("A slow mode is not negative, found " + slowMode + ".");
    }
    if (maxMembers < 1 || maxMembers > Group.MAX_MEMBERS) {
      throw invalid(
          "A group may have 1 to " + Group.MAX_MEMBERS + " members, found " + maxMembers + ".");
    }
    own = Set.copyOf(own);
  }

  /** True where a role has a right. */
  public boolean allows(Group.Role role, GroupRight right) {
    return role.compareTo(lowestRoles.get(right)) <= 0;
  }

  private static RuntimeException invalid(String why) {
    return Problem.of(Problem.Code.INVALID, why).exception();
  }
}
