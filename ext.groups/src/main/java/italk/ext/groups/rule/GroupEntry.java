package italk.ext.groups.rule;

import italk.engine.api.Group;
import italk.engine.api.moderation.PendingMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is kept about one group: the rules that it has for itself, and who may become a member.
 * Immutable.
 *
 * @param group its name
 * @param createdAt when the group was created: another group of the same name gets nothing of this
 * @param rules the values of its own
 * @param pending who is invited or has asked, the oldest first
 */
public record GroupEntry(
    String group, Instant createdAt, Map<Rule, String> rules, List<PendingMember> pending) {

  /** Copies what could change. */
  public GroupEntry {
    Map<Rule, String> copy = new EnumMap<>(Rule.class);
    copy.putAll(rules);
    rules = Collections.unmodifiableMap(copy);
    pending = List.copyOf(pending);
  }

  /** Nothing is kept about this group yet. */
  public static GroupEntry none(Group group) {
    return new GroupEntry(group.name(), group.createdAt(), Map.of(), List.of());
  }

  /** True where this is about this very group, not about an earlier one of its name. */
  public boolean isOf(Group other) {
    return group.equals(other.name()) && createdAt.equals(other.createdAt());
  }

  /** True where there is nothing to keep. */
  public boolean isEmpty() {
    return rules.isEmpty() && pending.isEmpty();
  }

  /** The same with another rule; without a value, that of the options holds again. */
  public GroupEntry with(Rule rule, Optional<String> value) {
    Map<Rule, String> changed = new EnumMap<>(Rule.class);
    changed.putAll(rules);
    value.ifPresentOrElse(it -> changed.put(rule, it), () -> changed.remove(rule));
    return new GroupEntry(group, createdAt, changed, pending);
  }

  /** The same with one more who may become a member. */
  public GroupEntry with(PendingMember member) {
    List<PendingMember> more = new ArrayList<>(pending);
    more.add(member);
    return new GroupEntry(group, createdAt, rules, more);
  }

  /** The same without those whom it doesn't concern any more. */
  public GroupEntry keeping(Predicate<PendingMember> stays) {
    return new GroupEntry(group, createdAt, rules, pending.stream().filter(stays).toList());
  }

  /** What waits for an answer about one user; empty where nothing does. */
  public Optional<PendingMember> pendingOf(String userId) {
    return pending.stream().filter(each -> each.userId().equals(userId)).findFirst();
  }
}
