package italk.ext.messages.kept;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.MessageId;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pins and reports as texts for the storage: a line with the format, then a line for each part.
 * None of the parts has line breaks. What stands behind the last line that is known is left alone.
 */
final class KeptText {

  private static final String FORMAT = "1";

  private static final int LINES_OF_OPEN = 7;
  private static final int LINES_OF_HANDLED = 10;

  private KeptText() {}

  /** The pins of one conversation; there is at least one. */
  static String ofPins(List<Pin> pins) {
    StringBuilder text = new StringBuilder(FORMAT + '\n' + pins.get(0).conversation().key());
    for (Pin pin : pins) {
      text.append('\n')
          .append(pin.message())
          .append(' ')
          .append(pin.at().toEpochMilli())
          .append(' ')
          .append(pin.by());
    }
    return text.toString();
  }

  /**
   * The pins that {@link #ofPins} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  static List<Pin> pins(String text) {
    List<String> lines = lines(text, 2);
    try {
      Conversation conversation = Conversation.parse(lines.get(1));
      List<Pin> pins = new ArrayList<>();
      for (String line : lines.subList(2, lines.size())) {
        String[] parts = line.split(" ", 3);
        pins.add(
            new Pin(
                MessageId.parse(parts[0]),
                conversation,
                Actor.parse(parts[parts.length - 1]),
                time(parts[parts.length - 2])));
      }
      return pins;
    } catch (EngineException | ArrayIndexOutOfBoundsException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }

  /** One report. */
  static String of(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(FORMAT);
    lines.add(report.message().toString());
    lines.add(report.conversation().key());
    lines.add(report.senderId());
    lines.add(report.by().toString());
    lines.add(Long.toString(report.at().toEpochMilli()));
    lines.add(report.reason());
    report
        .resolution()
        .ifPresent(
            resolution -> {
              lines.add(resolution.by().toString());
              lines.add(Long.toString(resolution.at().toEpochMilli()));
              lines.add(resolution.text());
            });
    return String.join("\n", lines);
  }

  /**
   * The report that {@link #of} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  static Report report(long number, String text) {
    List<String> lines = lines(text, LINES_OF_OPEN);
    try {
      return new Report(
          number,
          MessageId.parse(lines.get(1)),
          Conversation.parse(lines.get(2)),
          lines.get(3),
          Actor.parse(lines.get(4)),
          lines.get(6),
          time(lines.get(5)),
          lines.size() < LINES_OF_HANDLED
              ? Optional.empty()
              : Optional.of(
                  new Report.Resolution(
                      Actor.parse(lines.get(7)), lines.get(9), time(lines.get(8)))));
    } catch (EngineException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }

  private static List<String> lines(String text, int atLeast) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() < atLeast || !lines.get(0).equals(FORMAT)) {
      throw new IllegalArgumentException(
          "It begins with the format "
              + FORMAT
              + " and has at least "
              + atLeast
              + " lines, found "
              + lines.size()
              + " that begin with something else or are too few.");
    }
    return lines;
  }

  private static Instant time(String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException | DateTimeException bad) {
      throw new IllegalArgumentException("A time is a number of milliseconds.", bad);
    }
  }
}
