package italk.ext.users;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Sanction;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the words that commands are given, and makes those that they answer. Stateless. */
final class CommandWords {

  /** How a duration is written, for usages and failures. */
  static final String DURATION = "10m | 2h | 7d | forever";

  private static final String FOREVER = "forever";
  private static final Pattern DURATIONS = Pattern.compile("(\\d{1,6}[smhdw]){1,5}");
  private static final Pattern PART = Pattern.compile("(\\d+)([smhdw])");
  private static final String GAP = "  ";

  private CommandWords() {}

  /** Gogo turns the word {@code null} into none; people mean the word. */
  static String word(String given) {
    return String.valueOf(given);
  }

  /** Words as one text, with a blank between two. */
  static String text(String... words) {
    return Arrays.stream(words).map(CommandWords::word).collect(Collectors.joining(" "));
  }

  /** When it ends: from now, after a duration such as {@code 1d12h}; empty for {@code forever}. */
  static Optional<Instant> until(Instant now, String duration) {
    String word = word(duration).toLowerCase(Locale.ROOT);
    if (word.equals(FOREVER)) {
      return Optional.empty();
    }
    if (!DURATIONS.matcher(word).matches()) {
      throw invalid(
          "How long is " + DURATION + ", or such as 1d12h; found \"" + line(word) + "\".");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(word);
    while (part.find()) {
      sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
    }
    try {
      return Optional.of(now.plus(sum));
    } catch (DateTimeException | ArithmeticException tooLong) {
      throw invalid("That is too long; say " + FOREVER + ".");
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }

  /** Such as {@code until 2026-11-22 18:06:00 UTC}, or {@code forever}. */
  static String end(Optional<Instant> until) {
    return until.map(end -> "until " + UserWords.moment(end)).orElse(FOREVER);
  }

  /** Such as {@code until 2026-11-22 18:06:00 UTC, by operator: spam}. */
  static String of(Sanction sanction) {
    return end(sanction.until()) + ", by " + sanction.by() + because(sanction.reason());
  }

  static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }

  /** Text in columns, the first row being the header. */
  static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(line(row.get(i))));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = line(row.get(i));
        line.append(cell).append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** What users wrote must not move the cursor, colour the screen or begin a new line. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]", "?");
  }

  static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }
}
