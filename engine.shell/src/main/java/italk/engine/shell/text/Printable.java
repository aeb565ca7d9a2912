package italk.engine.shell.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes text fit for one line of an operator's terminal. */
public final class Printable {

  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Printable() {}

  /**
   * What users write must not move the cursor, colour the screen or begin a new line: control
   * characters and bidirectional overrides are shown by their codes.
   */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                line.append("\\n");
              } else if (isUnsafe(c)) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  private static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || Character.getType(c) == Character.SURROGATE;
  }

  /** A moment of any day, such as {@code 2026-11-22 18:06:00}, as clocks here show it. */
  public static String time(Instant time) {
    return DATE_AND_TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  /** Such as {@code 250 ms}, {@code 1.5 s} or {@code 3 h 5 min}. */
  public static String duration(Duration duration) {
    if (duration.toMillis() < 1_000) {
      return duration.toMillis() + " ms";
    } else if (duration.toSeconds() < 60) {
      String seconds = String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1_000.0);
      return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds) + " s";
    } else if (duration.toHours() < 1) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    } else if (duration.toDays() < 1) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toDays() + " d " + duration.toHoursPart() + " h";
  }
}
