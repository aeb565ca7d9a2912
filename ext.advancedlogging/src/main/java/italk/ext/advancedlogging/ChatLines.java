package italk.ext.advancedlogging;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.moderation.ModerationRecord;

/**
 * The words of the log. They are French, as the original's are, so that what reads its logs can
 * read these: {@code Message de Alice : Bonjour}.
 */
final class ChatLines {

  /** Below this name are the loggers of what happens in the chat. */
  static final String LOGGERS = "italk.chat";

  /** The logger of what is done to keep order. */
  static final String AUDIT_LOGGER = "italk.audit";

  private ChatLines() {}

  static String connected(EngineEvent.UserConnected event) {
    return who(event.user()) + " connecté";
  }

  static String disconnected(EngineEvent.UserDisconnected event) {
    return oneLine(who(event.user()) + " déconnecté : " + event.reason());
  }

  static String message(EngineEvent.MessageSent event, Content content) {
    Message message = event.message();
    // The original knew no conversation but everyone's.
    String where =
        message.conversation() instanceof Conversation.Everyone
            ? ""
            : " [" + message.conversation().key() + "]";
    return oneLine(
        "Message de " + message.senderName() + where + " : " + content.shown(message.content()));
  }

  static String failure(Failure event) {
    return oneLine(
        "Échec de "
            + event.source()
            + " ("
            + event.operation()
            + ", "
            + event.subject()
            + ") : "
            + event.description());
  }

  static String custom(CustomEvent event) {
    return oneLine("Événement " + event.type());
  }

  /** What changed; never a user's or a group's metadata, which may be private. */
  static String change(Change change) {
    if (change instanceof Change.UserRegistered registered) {
      return who(registered.user()) + " enregistré";
    } else if (change instanceof Change.UserChanged changed) {
      return who(changed.user()) + " modifié";
    } else if (change instanceof Change.GroupCreated created) {
      return group(created.group()) + " créé";
    } else if (change instanceof Change.GroupChanged changed) {
      return group(changed.group()) + " modifié";
    } else if (change instanceof Change.GroupDeleted deleted) {
      return group(deleted.group()) + " supprimé";
    } else if (change instanceof Change.MemberJoined joined) {
      return group(joined.group()) + " : " + joined.userId() + " ajouté (" + joined.role() + ")";
    } else if (change instanceof Change.MemberLeft left) {
      return group(left.group()) + " : " + left.userId() + " retiré";
    } else if (change instanceof Change.MessageEdited edited) {
      return oneLine("Message " + edited.message().id() + " modifié par " + edited.by());
    } else if (change instanceof Change.MessageRetracted retracted) {
      return oneLine("Message " + retracted.message().id() + " retiré par " + retracted.by());
    } else if (change instanceof Change.Moderated moderated) {
      return audit(moderated.record());
    } else if (change instanceof Change.ExtensionChanged changed) {
      return extension(changed.extension());
    }
    return change.getClass().getSimpleName();
  }

  /** Who did what to whom, until when and why. */
  static String audit(ModerationRecord record) {
    return oneLine(
        "#"
            + record.number()
            + " "
            + record.by()
            + " : "
            + record.action()
            + " "
            + record.target()
            + record.until().map(until -> " jusqu'à " + until).orElse("")
            + (record.reason().isEmpty() ? "" : " (" + record.reason() + ")")
            + (record.details().isEmpty() ? "" : " " + record.details()));
  }

  private static String extension(ExtensionStatus extension) {
    return oneLine(
        "Extension "
            + extension.name()
            + extension.version().map(version -> " " + version).orElse("")
            + " : "
            + extension.state()
            + (extension.detail().isEmpty() ? "" : ", " + extension.detail()));
  }

  private static String who(User user) {
    return user.name() + " (" + user.id() + ")";
  }

  private static String group(Group group) {
    return "Groupe " + group.name();
  }

  /**
   * The text with whatever might end a line or move a terminal's cursor written as an escape. The
   * layout does this for line breaks, too; but a line may also be read by way of another appender.
   */
  static String oneLine(String text) {
    if (text.codePoints().noneMatch(ChatLines::breaksLine)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                  if (breaksLine(c)) {
                    line.append(String.format("\\u%04x", c));
                  } else {
                    line.appendCodePoint(c);
                  }
                }
              }
            });
    return line.toString();
  }

  private static boolean breaksLine(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }
}
