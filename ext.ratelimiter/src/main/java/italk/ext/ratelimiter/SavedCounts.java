package italk.ext.ratelimiter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What users had used of their allowance at one moment, as one text: a first line with the format
 * and the time in milliseconds, then a line {@code COUNT USER_ID} for each (an id has no blanks).
 *
 * @param at the moment
 * @param used the counts by user id
 */
record SavedCounts(Instant at, Map<String, Long> used) {

  private static final String FORMAT = "1";

  SavedCounts {
    used = Map.copyOf(used);
  }

  /**
   * This as a text of at most {@code maxLength} characters. Where that isn't enough for all, the
   * users who have used least are left out: they lose the least by starting anew.
   */
  String toText(int maxLength) {
    StringBuilder text = new StringBuilder(FORMAT + ' ' + at.toEpochMilli());
    List<Map.Entry<String, Long>> mostFirst =
        used.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    for (Map.Entry<String, Long> entry : mostFirst) {
      String line = "\n" + entry.getValue() + ' ' + entry.getKey();
      if (text.length() + line.length() > maxLength) {
        break;
      }
      text.append(line);
    }
    return text.toString();
  }

  /**
   * The counts that {@link #toText} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  static SavedCounts parse(String text) {
    List<String> lines = text.lines().toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    if (!first.startsWith(FORMAT + ' ')) {
      throw new IllegalArgumentException(
          "The saved counts begin with \"" + FORMAT + " MILLISECONDS\", found \"" + first + "\".");
    }
    try {
      Instant at = Instant.ofEpochMilli(Long.parseLong(first.substring(FORMAT.length() + 1)));
      return new SavedCounts(
          at,
          lines.stream()
              .skip(1)
              .map(line -> line.split(" ", 2))
              .collect(
                  Collectors.toMap(
                      parts -> parts[parts.length - 1],
                      parts -> Long.parseLong(parts[0]),
                      Math::max,
                      HashMap::new)));
    } catch (NumberFormatException | DateTimeException unreadable) {
      throw new IllegalArgumentException(
          "The saved counts hold something that is no number: " + unreadable.getMessage(),
          unreadable);
    }
  }
}
