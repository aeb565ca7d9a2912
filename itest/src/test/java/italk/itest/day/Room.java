package italk.itest.day;

import italk.engine.api.Group.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A group, as the model has it.
 *
 * @param members by user id
 * @param rules what was set, by the rule's name
 * @param hasWritten who has written in it
 */
record Room(Map<String, Role> members, Map<String, String> rules, Set<String> hasWritten) {

  /** With its owner alone. */
  Room(String owner) {
    this(new HashMap<>(Map.of(owner, Role.OWNER)), new HashMap<>(), new HashSet<>());
  }

  /** Sets a rule; false where it has this value already. */
  boolean set(Step.Rule rule) {
    return !rule.value().equals(rules.put(rule.rule(), rule.value()));
  }

  /** True where a user may write here. */
  boolean allows(String user, boolean edits) {
    Role role = members.get(user);
    if (role == null) {
      return false;
    } else if (role != Role.MEMBER) {
      return true;
    }
    boolean readOnly = "true".equals(rules.get("read_only"));
    // The scene is shorter than the wait.
    boolean hasToWait =
        !edits && rules.containsKey("slow_mode_seconds") && hasWritten.contains(user);
    return !readOnly && !hasToWait;
  }
}
