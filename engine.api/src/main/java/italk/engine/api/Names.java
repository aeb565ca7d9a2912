package italk.engine.api;

/**
 * The rules for what users and groups may be called. Checked where such a value is made, not later.
 */
final class Names {

  static final int MAX_LENGTH = 128;

  private Names() {}

  /**
   * A user's id: no white space, no control characters, so that ids can stand in keys and log
   * lines.
   */
  static String userId(String id) {
    checkLength("user id", id);
    if (id.codePoints()
        .anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || isUnsafe(c))) {
      throw invalid(
          "A user id has no white space and no control characters, found " + quoted(id) + ".");
    }
    return id;
  }

  static String userName(String name) {
    return line("user name", name);
  }

  static String groupName(String name) {
    return line("group name", name);
  }

  private static String line(String what, String text) {
    checkLength(what, text);
    if (text.codePoints().anyMatch(Names::isUnsafe) || !text.strip().equals(text)) {
      throw invalid(
          "A "
              + what
              + " is one line without control characters and without blanks around it, found "
              + quoted(text)
              + ".");
    }
    return text;
  }

  private static void checkLength(String what, String text) {
    if (text == null || text.isBlank() || text.length() > MAX_LENGTH) {
      throw invalid(
          "A "
              + what
              + " has 1 to "
              + MAX_LENGTH
              + " characters, found "
              + (text == null ? "none" : text.length() + (text.isBlank() ? " blank ones" : ""))
              + ".");
    }
  }

  // Line and paragraph separators would break a log line in two; lone surrogates can't be stored as
  // UTF-8; bidirectional
  // overrides let one name look like another.
  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || Character.getType(codePoint) == Character.SURROGATE
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  private static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }

  /** True where a text has half of a surrogate pair, which no UTF-8 can hold. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
