package italk.engine.shell.text;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox.Changed;
import italk.engine.api.Inbox.Closed;
import italk.engine.api.Inbox.Delivery;
import italk.engine.api.Inbox.Incoming;
import italk.engine.api.Inbox.Notice;
import italk.engine.api.Message;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Messages and notices as lines of text. */
public final class Deliveries {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Deliveries() {}

  /** Such as {@code [10:32:01] général Alice: Bonjour !} or {@code * welcome: Hello Alice}. */
  public static String line(Delivery delivery) {
    // Not a pattern switch: Java 17 has none.
    if (delivery instanceof Incoming incoming) {
      return line(incoming.message());
    } else if (delivery instanceof Changed changed) {
      return line(changed.message());
    } else if (delivery instanceof Notice notice) {
      return "* " + Printable.line(notice.source()) + ": " + Printable.line(notice.text());
    }
    return "* session closed: " + Printable.line(((Closed) delivery).reason());
  }

  /** A message that has just arrived. */
  static String line(Message message) {
    return line(message, TIME.format(message.timestamp().atZone(ZoneId.systemDefault())));
  }

  /** A message of the history. */
  public static String datedLine(Message message) {
    return line(message, Printable.time(message.timestamp()));
  }

  private static String line(Message message, String time) {
    return "["
        + time
        + "] "
        + label(message.conversation())
        + " "
        + Printable.line(message.senderName())
        + ": "
        + content(message);
  }

  // A tombstone has nothing else to show.
  private static String content(Message message) {
    if (message.isRetracted()) {
      return "(retracted)";
    }
    String text = Printable.line(message.content());
    return message.editedAt().isPresent() ? text + " (edited)" : text;
  }

  private static String label(Conversation conversation) {
    return conversation instanceof Conversation.OfGroup group
        ? Printable.line(group.name())
        : conversation instanceof Conversation.Everyone ? "everyone" : "direct";
  }
}
