package italk.ext.groups.rule;

import italk.engine.api.Group;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value for every rule: what holds for groups that have none for themselves. Immutable.
 *
 * @param values as {@link Rule#checked} gives them
 */
public record RuleValues(Map<Rule, String> values) {

  /**
   * Checks every value.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} where one is none
   */
  public RuleValues {
    Map<Rule, String> checked = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      checked.put(rule, rule.checked(values.getOrDefault(rule, "")));
    }
    values = Collections.unmodifiableMap(checked);
  }

  /** The rules of a group that has these values for itself. */
  public GroupRules with(Map<Rule, String> own) {
    Map<Rule, String> all = new EnumMap<>(values);
    all.putAll(own);
    Map<GroupRight, Group.Role> roles = new EnumMap<>(GroupRight.class);
    all.forEach(
        (rule, value) ->
            rule.right().ifPresent(right -> roles.put(right, constant(Group.Role.class, value))));
    return new GroupRules(
        roles,
        constant(GroupRules.Entry.class, all.get(Rule.ENTRY)),
        Boolean.parseBoolean(all.get(Rule.READ_ONLY)),
        Duration.ofSeconds(Integer.parseInt(all.get(Rule.SLOW_MODE_SECONDS))),
        Integer.parseInt(all.get(Rule.MAX_MEMBERS)),
        own.keySet().stream().map(Rule::toString).collect(Collectors.toSet()));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
