package italk.ext.groups.shell;

import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.PendingMember;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules and lists as an operator reads them. */
final class RulesText {

  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private RulesText() {}

  /** One line for each rule, with the name and the value that set it. */
  static String of(GroupRules rules) {
    Map<String, Object> lines = new LinkedHashMap<>();
    rules.lowestRoles().forEach((right, role) -> lines.put(word(right), word(role)));
    lines.put("entry", word(rules.entry()));
    lines.put("read_only", rules.readOnly());
    lines.put("slow_mode_seconds", rules.slowMode().toSeconds());
    lines.put("max_members", rules.maxMembers());
    return lines.entrySet().stream()
        .map(
            line ->
                String.format(Locale.ROOT, "%-17s  %-10s", line.getKey(), line.getValue())
                    + (rules.own().contains(line.getKey()) ? "  (of this group)" : ""))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  /** One line for each. */
  static String of(List<PendingMember> pending, String whenEmpty) {
    return pending.isEmpty()
        ? whenEmpty
        : pending.stream()
            .map(
                each ->
                    each.userId()
                        + "  "
                        + word(each.kind())
                        + " by "
                        + each.by()
                        + " at "
                        + DATE_AND_TIME.format(each.at().atZone(ZoneId.systemDefault()))
                        + ", until "
                        + DATE_AND_TIME.format(each.until().atZone(ZoneId.systemDefault())))
            .collect(Collectors.joining("\n"));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
