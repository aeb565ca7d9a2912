package italk.ext.messages;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.FilterTrial;
import italk.engine.api.moderation.MessageModeration;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What an operator does to messages from the shell; there while the extension is. */
@Component(
    service = MessageCommands.class,
    property = {
      "osgi.command.scope=italk",
      "osgi.command.function=edit",
      "osgi.command.function=retract",
      "osgi.command.function=pin",
      "osgi.command.function=unpin",
      "osgi.command.function=pins",
      "osgi.command.function=report",
      "osgi.command.function=reports",
      "osgi.command.function=resolve",
      "osgi.command.function=filters"
    })
public final class MessageCommands {

  private static final Actor OPERATOR = Actor.operator();
  private static final int MAX_LISTED = 100;
  private static final String DIRECT = "direct:";
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final MessageModeration moderation;

  /** Does it by this. */
  @Activate
  public MessageCommands(@Reference MessageModeration moderation) {
    this.moderation = moderation;
  }

  /** Gives a message another content. */
  @Descriptor("gives a message another content")
  public String edit(@Descriptor("MESSAGE") String id, @Descriptor("TEXT…") String... text) {
    Message message = moderation.edit(message(id), words(text), OPERATOR, "");
    return "edited " + message.id();
  }

  /** Takes a message back. */
  @Descriptor("takes a message back; a tombstone stays in its place")
  public String retract(@Descriptor("MESSAGE") String id, @Descriptor("REASON…") String... reason) {
    Message message = moderation.retract(message(id), OPERATOR, words(reason));
    return "retracted " + message.id();
  }

  /** Pins a message. */
  @Descriptor("pins a message to its conversation")
  public String pin(@Descriptor("MESSAGE") String id) {
    Pin pin = moderation.pin(message(id), OPERATOR);
    return "pinned " + pin.message() + " in " + printable(pin.conversation().key());
  }

  /** Takes a pin away. */
  @Descriptor("takes a pin away")
  public String unpin(@Descriptor("MESSAGE") String id) {
    MessageId message = message(id);
    return moderation.unpin(message, OPERATOR)
        ? "unpinned " + message
        : "Message " + message + " was not pinned.";
  }

  /** The pins of a conversation. */
  @Descriptor("lists the pins of a conversation, the newest first")
  public String pins(@Descriptor("everyone | group:NAME | direct:ID,ID") String conversation) {
    Conversation of = conversation(word(conversation));
    List<Pin> pins = moderation.pins(of, OPERATOR);
    return pins.isEmpty()
        ? "Nothing is pinned in " + printable(of.key()) + "."
        : pins.stream()
            .map(pin -> pin.message() + "  " + time(pin.at()) + "  by " + printable(pin.by()))
            .collect(Collectors.joining("\n"));
  }

  /** Reports a message. */
  @Descriptor("reports a message, for a moderator to look at")
  public String report(@Descriptor("MESSAGE") String id, @Descriptor("REASON…") String... reason) {
    Report report = moderation.report(message(id), OPERATOR, words(reason));
    return "reported " + report.message() + ", as report " + report.number();
  }

  /** The open reports. */
  @Descriptor("lists the first 100 open reports, oldest first")
  public String reports() {
    return reports("open");
  }

  /** The open or the handled reports. */
  @Descriptor("lists the first 100 reports, open or handled, oldest first")
  public String reports(@Descriptor("open | handled") String state) {
    Report.State wanted = state(word(state));
    List<Report> reports = moderation.reports(wanted, 0, MAX_LISTED, OPERATOR);
    return reports.isEmpty()
        ? "No report is " + wanted.name().toLowerCase(Locale.ROOT) + "."
        : reports.stream().map(MessageCommands::line).collect(Collectors.joining("\n"));
  }

  private static Report.State state(String word) {
    return Arrays.stream(Report.State.values())
        .filter(state -> state.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.INVALID,
                        "Reports are open or handled, found \"" + printable(word) + "\".")
                    .exception());
  }

  private static String line(Report report) {
    String line =
        String.join(
            "  ",
            Long.toString(report.number()),
            time(report.at()),
            report.message().toString(),
            "of user " + printable(report.senderId()),
            "in " + printable(report.conversation().key()),
            "by " + printable(report.by()) + colon(report.reason()));
    return report
        .resolution()
        .map(
            it ->
                line
                    + "\n    "
                    + time(it.at())
                    + "  handled by "
                    + printable(it.by())
                    + colon(it.text()))
        .orElse(line);
  }

  private static String colon(String text) {
    return text.isEmpty() ? "" : ": " + printable(text);
  }

  /** Handles a report. */
  @Descriptor("says what came of a report")
  public String resolve(
      @Descriptor("REPORT") String number, @Descriptor("RESOLUTION…") String... resolution) {
    Report report = moderation.resolve(number(word(number)), OPERATOR, words(resolution));
    return "report " + report.number() + " is handled";
  }

  private static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException no) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A report is given by its number, found \"" + printable(word) + "\".")
          .exception();
    }
  }

  /** What the filters would do. */
  @Descriptor("tries a text: what would the filters and limits make of it?")
  public String filters(@Descriptor("TEXT…") String... text) {
    FilterTrial trial = moderation.tryFilters(words(text));
    String outcome = trial.outcome().name().toLowerCase(Locale.ROOT);
    String found = trial.findings().isEmpty() ? "" : " by " + String.join(", ", trial.findings());
    return outcome
        + found
        + (trial.outcome() == FilterTrial.Outcome.MASKED ? "\n" + printable(trial.content()) : "");
  }

  private static MessageId message(String id) {
    return MessageId.parse(word(id));
  }

  // Ids may hold commas; then only the API's own form with a blank is clear.
  private static Conversation conversation(String text) {
    int comma = text.indexOf(',');
    boolean isPair =
        text.startsWith(DIRECT)
            && text.indexOf(' ') < 0
            && comma > 0
            && comma == text.lastIndexOf(',');
    return Conversation.parse(isPair ? text.replace(',', ' ') : text);
  }

  // Gogo turns the word null into none; people mean the word.
  private static String word(String given) {
    return String.valueOf(given);
  }

  private static String words(String... given) {
    return Arrays.stream(given).map(MessageCommands::word).collect(Collectors.joining(" "));
  }

  private static String time(Instant at) {
    return DATE_AND_TIME.format(at);
  }

  // What users write must not move the cursor or colour the screen.
  private static String printable(Object text) {
    StringBuilder line = new StringBuilder();
    text.toString()
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line.toString();
  }
}
