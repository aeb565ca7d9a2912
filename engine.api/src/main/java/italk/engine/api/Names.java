package italk.engine.api;

/**
 * The rules for what users and groups may be called. Checked where such a value is made, not later.
 */
final class Names {

  static final int MAX_LENGTH = 128;

  private static final int MAX_QUOTED = 64;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private Names() {}

  /**
   * A user's id: no white space, no control characters, so that ids can stand in keys and log
   * lines.
   */
  static String userId(String id) {
    checkLength("user id", id);
    if (id.codePoints()
        .anyMatch(c -> isBlank(c) || isUnsafe(c) || Character.getType(c) == Character.FORMAT)) {
      throw invalid(
          "A user id has no white space and no invisible characters, found " + quoted(id) + ".");
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
    if (text.codePoints().anyMatch(Names::isUnsafe)
        || text.codePoints().allMatch(c -> isBlank(c) || Character.getType(c) == Character.FORMAT)
        || !text.strip().equals(text)) {
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

  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  // Line and paragraph separators would break a log line in two; lone surrogates can't be stored as
  // UTF-8; what is invisible lets one name look like another. The two joiners are needed to write
  // Persian, Indic scripts and many emoji.
  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == 0x2028
        || codePoint == 0x2029
        || Character.getType(codePoint) == Character.SURROGATE
        || (Character.getType(codePoint) == Character.FORMAT
            && codePoint != ZERO_WIDTH_JOINER
            && codePoint != ZERO_WIDTH_NON_JOINER);
  }

  /** A text for an error message: in quotation marks, harmless, and not too long. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_QUOTED)
        .forEach(
            c -> {
              if (isUnsafe(c)) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append(text.length() > MAX_QUOTED ? "…\"" : "\"").toString();
  }

  private static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }

  /** True where a text has what no store can hold: U+0000, or half of a surrogate pair. */
  static boolean isNoText(String text) {
    return text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }
}
