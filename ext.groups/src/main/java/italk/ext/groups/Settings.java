package italk.ext.groups;

import italk.engine.api.EngineException;
import italk.engine.api.moderation.GroupRules;
import italk.ext.groups.rule.Rule;
import italk.ext.groups.rule.RuleValues;
import java.time.Duration;
import java.util.Map;

/**
 * The options, checked and ready for use.
 *
 * @param defaults the values of rules that a group has not for itself
 * @param rules the rules of groups that have none for themselves
 * @param usersMayCreate true where a user may create a group
 * @param maxPending how many a group may have invited, and how many may have asked it
 * @param pendingTime how long an invitation or a request waits for its answer
 */
record Settings(
    RuleValues defaults,
    GroupRules rules,
    boolean usersMayCreate,
    int maxPending,
    Duration pendingTime) {

  private static final int MAX_PENDING = 1_000;
  private static final int MAX_DAYS = 365;

  /**
   * The settings that {@code options} mean.
   *
   * @throws IllegalArgumentException where a bound is exceeded
   */
  static Settings of(GroupsOptions options) {
    RuleValues defaults = defaults(options);
    return new Settings(
        defaults,
        defaults.with(Map.of()),
        options.users__may__create(),
        bounded("max_pending", options.max__pending(), MAX_PENDING),
        Duration.ofDays(bounded("pending_days", options.pending__days(), MAX_DAYS)));
  }

  private static RuleValues defaults(GroupsOptions options) {
    try {
      return new RuleValues(
          Map.of(
              Rule.WRITE, options.write(),
              Rule.WRITE_READ_ONLY, options.write__read__only(),
              Rule.SKIP_SLOW_MODE, options.skip__slow__mode(),
              Rule.INVITE, options.invite(),
              Rule.REMOVE, options.remove(),
              Rule.CHANGE, options.change(),
              Rule.ENTRY, options.entry(),
              Rule.READ_ONLY, "false",
              Rule.SLOW_MODE_SECONDS, Integer.toString(options.slow__mode__seconds()),
              Rule.MAX_MEMBERS, Integer.toString(options.max__members())));
    } catch (EngineException invalid) {
      throw new IllegalArgumentException(
          "The options of groups_management: " + invalid.getMessage(), invalid);
    }
  }

  private static int bounded(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "groups_management." + name + " is 1 to " + max + ", found " + value + ".");
    }
    return value;
  }
}
