package italk.ext.groups;

import italk.engine.api.Group;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.Permissions;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What an actor counts for in a group. Safe for any thread. */
@Component(service = Standing.class)
public final class Standing {

  // Set by Declarative Services as the service comes and goes, read by any thread. Another
  // extension brings it: where there is none, nobody has a permission.
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Permissions permissions;

  /** The role that a user has as a member; empty for everybody else. */
  Optional<Group.Role> memberRole(Actor by, Group group) {
    return by.kind() == Actor.Kind.USER
        ? Optional.ofNullable(group.members().get(by.id()))
        : Optional.empty();
  }

  /** True where the actor may do in every group what its owner may. */
  boolean moderates(Actor by) {
    Permissions current = permissions;
    return by.mayDoEverything()
        || (current != null && current.allows(by, Permissions.MODERATE_GROUPS));
  }

  /** The role that the actor counts as; empty where that is none. */
  Optional<Group.Role> rank(Actor by, Group group) {
    Optional<Group.Role> role = memberRole(by, group);
    return role.filter(Group.Role.OWNER::equals).isPresent() || !moderates(by)
        ? role
        : Optional.of(Group.Role.OWNER);
  }

  /** True where the actor has a right. Asks for permissions only where the role is not enough. */
  boolean allows(Actor by, Group group, GroupRules rules, GroupRight right) {
    return memberRole(by, group).filter(role -> rules.allows(role, right)).isPresent()
        || moderates(by);
  }
}
