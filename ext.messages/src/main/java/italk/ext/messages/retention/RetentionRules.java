package italk.ext.messages.retention;

import italk.engine.api.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long messages stay, and how often that is looked after. Immutable.
 *
 * @param standard for conversations without a rule
 * @param rules for some conversations; the first that matches decides
 * @param interval from the end of one round to the beginning of the next
 */
public record RetentionRules(Limits standard, List<Rule> rules, Duration interval) {

  static final int MAX_RULES = 1_000;

  /**
   * A rule for some conversations.
   *
   * @param pattern matches {@link Conversation#key()}, with {@code *} for any characters
   * @param limits what stays of them
   */
  record Rule(String pattern, Limits limits) {

    boolean matches(String key) {
      int inPattern = 0;
      int inKey = 0;
      int star = -1;
      int retry = 0;
      // Whatever the last star takes is given back one by one: no more steps than the product of
      // both lengths.
      while (inKey < key.length()) {
        if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
          star = inPattern++;
          retry = inKey;
        } else if (inPattern < pattern.length() && pattern.charAt(inPattern) == key.charAt(inKey)) {
          inPattern++;
          inKey++;
        } else if (star >= 0) {
          inPattern = star + 1;
          inKey = ++retry;
        } else {
          return false;
        }
      }
      return pattern.substring(inPattern).chars().allMatch(c -> c == '*');
    }
  }

  private static final String FOREVER = "forever";
  private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  /** Copies the rules. */
  public RetentionRules {
    rules = List.copyOf(rules);
  }

  /**
   * The rules that the options mean.
   *
   * @param days how old a message may become where no rule matches; 0 for any age
   * @param count how many stay where no rule matches; 0 for any number
   * @param lines {@code PATTERN=LIMITS}, with {@code forever}, or an age such as {@code 30d}, a
   *     number of messages, or both with a comma between
   * @throws IllegalArgumentException names the option and the line that can't be understood
   */
  public static RetentionRules of(int days, int count, List<String> lines, Duration interval) {
    checkAtLeast("retention_days", days, 0);
    checkAtLeast("retention_messages", count, 0);
    checkAtLeast("retention_interval_seconds", interval.toSeconds(), 1);
    if (lines.size() > MAX_RULES) {
      throw new IllegalArgumentException(
          "messages_management.retention_rules has at most "
              + MAX_RULES
              + " rules, found "
              + lines.size()
              + ".");
    }
    Optional<Duration> age = days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    List<Rule> rules = new ArrayList<>();
    for (String line : lines) {
      rules.add(parse(line));
    }
    return new RetentionRules(new Limits(age, count), rules, interval);
  }

  private static void checkAtLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "messages_management." + option + " is at least " + least + ", found " + value + ".");
    }
  }

  private static Rule parse(String line) {
    // A group's name may have such a sign, too: the last one counts.
    int sign = line.lastIndexOf('=');
    if (sign < 1) {
      throw refusal(line);
    }
    Optional<Duration> age = Optional.empty();
    int count = 0;
    String limits = line.substring(sign + 1).strip();
    if (!limits.equals(FOREVER)) {
      for (String limit : limits.split(",", -1)) {
        Matcher asAge = AGE.matcher(limit.strip());
        if (asAge.matches() && age.isEmpty()) {
          age = Optional.of(duration(Long.parseLong(asAge.group(1)), asAge.group(2)));
        } else if (COUNT.matcher(limit.strip()).matches() && count == 0) {
          count = Integer.parseInt(limit.strip());
        } else {
          throw refusal(line);
        }
      }
      if (count == 0 && age.filter(it -> !it.isZero()).isEmpty()) {
        throw refusal(line);
      }
    }
    return new Rule(line.substring(0, sign).strip(), new Limits(age, count));
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static IllegalArgumentException refusal(String line) {
    return new IllegalArgumentException(
        "messages_management.retention_rules: \""
            + line
            + "\" has to be CONVERSATION=LIMITS, such as group:support*=30d,1000 or"
            + " everyone=forever; ages are in s, m, h or d.");
  }

  Limits limits(Conversation conversation) {
    String key = conversation.key();
    return rules.stream()
        .filter(rule -> rule.matches(key))
        .findFirst()
        .map(Rule::limits)
        .orElse(standard);
  }

  /** True where nothing is ever deleted. */
  boolean keepEverything() {
    return standard.keepEverything()
        && rules.stream().allMatch(rule -> rule.limits().keepEverything());
  }
}
