package italk.ext.advancedlogging;

import italk.engine.api.Message;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** What a line is about, for layouts that say it apart from the text. On the calling thread. */
final class ChatFields {

  /** The user's id. */
  static final String USER = "italk.user";

  /** The conversation's key. */
  static final String CONVERSATION = "italk.conversation";

  /** The message's id. */
  static final String MESSAGE = "italk.message";

  private ChatFields() {}

  /** Logs a line about a user. */
  static void info(Logger logger, String line, String userId) {
    info(logger, line, Map.of(USER, userId));
  }

  /** Logs a line about a message. */
  static void info(Logger logger, String line, Message message) {
    Map<String, String> fields =
        Map.of(
            USER, message.senderId(),
            CONVERSATION, message.conversation().key(),
            MESSAGE, message.id().toString());
    info(logger, line, fields);
  }

  private static void info(Logger logger, String line, Map<String, String> fields) {
    fields.forEach(MDC::put);
    try {
      logger.info(line);
    } finally {
      fields.keySet().forEach(MDC::remove);
    }
  }
}
