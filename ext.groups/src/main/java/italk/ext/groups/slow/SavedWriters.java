package italk.ext.groups.slow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who had to wait for slow mode at one moment, as one text: a first line with the format and the
 * time in milliseconds, then a line {@code AGE INTERVAL CREATED USER_ID GROUP} for each, times in
 * milliseconds (an id has no blanks, a group's name comes last).
 *
 * @param at the moment
 * @param writers when they wrote
 */
public record SavedWriters(Instant at, Map<Writer, Written> writers) {

  private static final String FORMAT = "1";

  /**
   * One user in one group.
   *
   * @param createdAt tells the group from another one of its name
   */
  public record Writer(String group, Instant createdAt, String userId) {}

  /**
   * One message.
   *
   * @param age how long ago it was
   * @param interval how long its sender had to wait
   */
  public record Written(Duration age, Duration interval) {}

  /** Copies the map. */
  public SavedWriters {
    writers = Map.copyOf(writers);
  }

  /**
   * This as a text of at most {@code maxLength} characters. Where that isn't enough for all, those
   * who have the least to wait are left out.
   */
  public String toText(int maxLength) {
    StringBuilder text = new StringBuilder(FORMAT + ' ' + at.toEpochMilli());
    List<Map.Entry<Writer, Written>> longestFirst =
        writers.entrySet().stream()
            .sorted(
                Comparator.comparing(
                    (Map.Entry<Writer, Written> each) ->
                        each.getValue().age().minus(each.getValue().interval())))
            .toList();
    for (Map.Entry<Writer, Written> entry : longestFirst) {
      String line = "\n" + line(entry.getKey(), entry.getValue());
      if (text.length() + line.length() > maxLength) {
        break;
      }
      text.append(line);
    }
    return text.toString();
  }

  private static String line(Writer writer, Written written) {
    return String.join(
        " ",
        Long.toString(written.age().toMillis()),
        Long.toString(written.interval().toMillis()),
        Long.toString(writer.createdAt().toEpochMilli()),
        writer.userId(),
        writer.group());
  }

  /**
   * What {@link #toText} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static SavedWriters parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(FORMAT + ' ')) {
      throw new IllegalArgumentException(
          "it begins with \"" + FORMAT + " MILLISECONDS\", which is not there");
    }
    try {
      Map<Writer, Written> writers = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(" ", 5);
        writers.put(
            new Writer(words[4], Instant.ofEpochMilli(Long.parseLong(words[2])), words[3]),
            new Written(millis(words[0]), millis(words[1])));
      }
      return new SavedWriters(
          Instant.ofEpochMilli(Long.parseLong(lines.get(0).substring(FORMAT.length() + 1))),
          writers);
    } catch (NumberFormatException | DateTimeException | IndexOutOfBoundsException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }

  private static Duration millis(String number) {
    return Duration.ofMillis(Long.parseLong(number));
  }
}
