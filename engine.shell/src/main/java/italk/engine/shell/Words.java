package italk.engine.shell;

import italk.engine.api.Conversation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the words that commands are given. */
final class Words {

  private static final String USER = "user:";
  private static final String DIRECT = "direct:";

  private Words() {}

  /** Gogo turns the word {@code null} into none; people mean the word. */
  static String word(String given) {
    return String.valueOf(given);
  }

  /** Words as one text, with a blank between two. */
  static String text(String... words) {
    return Arrays.stream(words).map(Words::word).collect(Collectors.joining(" "));
  }

  /** {@code key=value} as metadata; the values are text. */
  static Map<String, String> metadata(String... words) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String each : words) {
      String word = word(each);
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw CommandFailure.of(
            "Metadata is given as KEY=VALUE, found \"" + Printable.line(word) + "\".");
      }
      metadata.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return metadata;
  }

  /**
   * What a user sends to: {@code everyone}, {@code group:NAME}, or {@code user:ID}, the direct
   * conversation of the two.
   */
  static Conversation conversationOf(String senderId, String word) {
    String text = word(word);
    return text.startsWith(USER)
        ? Conversation.direct(senderId, text.substring(USER.length()))
        : conversation(text);
  }

  /** {@code everyone}, {@code group:NAME} or {@code direct:ID,ID}. */
  static Conversation conversation(String word) {
    String text = word(word);
    int comma = text.indexOf(',');
    // Ids may hold commas; then only the API's own form with a blank is clear.
    if (text.startsWith(DIRECT)
        && text.indexOf(' ') < 0
        && comma > 0
        && comma == text.lastIndexOf(',')) {
      return Conversation.direct(text.substring(DIRECT.length(), comma), text.substring(comma + 1));
    }
    return Conversation.parse(text);
  }
}
