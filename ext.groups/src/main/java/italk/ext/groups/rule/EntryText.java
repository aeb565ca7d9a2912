package italk.ext.groups.rule;

import italk.engine.api.EngineException;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.PendingMember;
import italk.engine.api.moderation.PendingMember.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An entry as the text that is kept: a first line with the format and when the group was created,
 * in milliseconds; then a line {@code rule NAME VALUE} or {@code invited|requested USER_ID AT UNTIL
 * ACTOR} for each (neither ids nor values have blanks, an actor comes last).
 */
public final class EntryText {

  private static final String FORMAT = "1";
  private static final String RULE = "rule";

  private EntryText() {}

  /** The text of an entry. */
  public static String of(GroupEntry entry) {
    StringBuilder text = new StringBuilder(FORMAT + ' ' + entry.createdAt().toEpochMilli());
    entry
        .rules()
        .forEach((rule, value) -> text.append(String.join(" ", "\n" + RULE, rule + "", value)));
    for (PendingMember member : entry.pending()) {
      text.append('\n')
          .append(
              String.join(
                  " ",
                  member.kind().name().toLowerCase(Locale.ROOT),
                  member.userId(),
                  Long.toString(member.at().toEpochMilli()),
                  Long.toString(member.until().toEpochMilli()),
                  member.by().toString()));
    }
    return text.toString();
  }

  /**
   * The entry of a group with this text.
   *
   * @throws IllegalArgumentException where it is something else
   */
  public static GroupEntry parse(String group, String text) {
    List<String> lines = text.lines().toList();
    try {
      String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
      if (first.length != 2 || !first[0].equals(FORMAT)) {
        throw new IllegalArgumentException(
            "it begins with \"" + FORMAT + " MILLISECONDS\", which is not there");
      }
      Map<Rule, String> rules = new EnumMap<>(Rule.class);
      List<PendingMember> pending = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        if (line.startsWith(RULE + ' ')) {
          String[] words = line.split(" ", 3);
          Rule rule = Rule.named(words[1]);
          rules.put(rule, rule.checked(words[2]));
        } else {
          pending.add(pending(group, line.split(" ", 5)));
        }
      }
      return new GroupEntry(group, instant(first[1]), rules, pending);
    } catch (EngineException | DateTimeException | IndexOutOfBoundsException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }

  private static PendingMember pending(String group, String[] words) {
    return new PendingMember(
        group,
        words[1],
        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Actor.parse(words[4]),
        instant(words[2]),
        instant(words[3]));
  }

  private static Instant instant(String milliseconds) {
    return Instant.ofEpochMilli(Long.parseLong(milliseconds));
  }
}
