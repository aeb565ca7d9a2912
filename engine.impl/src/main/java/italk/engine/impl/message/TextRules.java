package italk.engine.impl.message;

import java.util.Optional;

/** What a message and its client id may be made of. */
final class TextRules {

  private static final int MAX_CLIENT_ID_LENGTH = 128;

  private TextRules() {}

  /** What is wrong with a content, to be said after "the message"; empty where nothing is. */
  static Optional<String> wrongWithContent(String content, int maxLength) {
    if (content.isBlank()) {
      return Optional.of("is empty: expected 1 to " + maxLength + " characters");
    } else if (content.length() > maxLength) {
      return Optional.of("has " + content.length() + " characters: expected at most " + maxLength);
    } else if (isNoText(content)) {
      return Optional.of("has a character that is no text (U+0000, or half of a surrogate pair)");
    }
    return Optional.empty();
  }

  /** What is wrong with a client id, in a sentence; empty where nothing is. */
  static Optional<String> wrongWithClientId(String id) {
    if (id.isBlank() || id.length() > MAX_CLIENT_ID_LENGTH) {
      return Optional.of(
          "A client id has 1 to "
              + MAX_CLIENT_ID_LENGTH
              + " characters, found "
              + id.length()
              + ".");
    }
    // Two that differ only in what can't be stored would be one, and the second message be lost.
    return isNoText(id)
        ? Optional.of("A client id is text: without U+0000 and halves of surrogate pairs.")
        : Optional.empty();
  }

  private static boolean isNoText(String text) {
    return text.codePoints()
        .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
