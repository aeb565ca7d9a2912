package italk.ext.groups.rule;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules that a group can have for itself: their names and which values they take. */
public enum Rule {
  WRITE,
  WRITE_READ_ONLY,
  SKIP_SLOW_MODE,
  INVITE,
  REMOVE,
  CHANGE,
  ENTRY,
  READ_ONLY,
  SLOW_MODE_SECONDS,
  MAX_MEMBERS;

  /** The longest wait that slow mode may ask for. */
  public static final int MAX_SLOW_MODE_SECONDS = 86_400;

  /**
   * The rule with this name.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} where there is none
   */
  public static Rule named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.INVALID,
                        "A rule is one of "
                            + Arrays.stream(values())
                                .map(Rule::toString)
                                .collect(Collectors.joining(", "))
                            + ", found "
                            + Quoted.text(name)
                            + ".")
                    .exception());
  }

  static Optional<Rule> find(String name) {
    return Arrays.stream(values()).filter(rule -> rule.toString().equals(name)).findFirst();
  }

  /** The right that this rule is about; empty where it is about something else. */
  public Optional<GroupRight> right() {
    return switch (this) {
      case WRITE -> Optional.of(GroupRight.WRITE);
      case WRITE_READ_ONLY -> Optional.of(GroupRight.WRITE_READ_ONLY);
      case SKIP_SLOW_MODE -> Optional.of(GroupRight.SKIP_SLOW_MODE);
      case INVITE -> Optional.of(GroupRight.INVITE);
      case REMOVE -> Optional.of(GroupRight.REMOVE);
      case CHANGE -> Optional.of(GroupRight.CHANGE);
      case ENTRY, READ_ONLY, SLOW_MODE_SECONDS, MAX_MEMBERS -> Optional.empty();
    };
  }

  /**
   * A value of this rule in the one way of writing it.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} where it is none
   */
  public String checked(String value) {
    String word = value.strip().toLowerCase(Locale.ROOT);
    return switch (this) {
      case ENTRY -> oneOf(word, GroupRules.Entry.values());
      case READ_ONLY -> {
        if (!word.equals("true") && !word.equals("false")) {
          throw invalid("true or false", value);
        }
        yield word;
      }
      case SLOW_MODE_SECONDS -> number(word, 0, MAX_SLOW_MODE_SECONDS);
      case MAX_MEMBERS -> number(word, 1, Group.MAX_MEMBERS);
      default -> oneOf(word, Group.Role.values());
    };
  }

  private String oneOf(String word, Enum<?>[] values) {
    return Arrays.stream(values)
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .filter(word::equals)
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    Arrays.stream(values)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or ")),
                    word));
  }

  private String number(String word, int min, int max) {
    // So few digits that it is an int.
    if (word.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(word);
      if (number >= min && number <= max) {
        return Integer.toString(number);
      }
    }
    throw invalid(min + " to " + max, word);
  }

  private RuntimeException invalid(String expected, String found) {
    return Problem.of(
            Problem.Code.INVALID,
            "The rule " + this + " is " + expected + ", found " + Quoted.text(found) + ".")
        .exception();
  }

  /** As it stands in options, commands and records. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
