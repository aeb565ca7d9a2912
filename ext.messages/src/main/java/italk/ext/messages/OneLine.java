package italk.ext.messages;

/** What people write as a reason, as one line that is safe to store, to log and to show. */
final class OneLine {

  private static final int REPLACEMENT = 0xFFFD;

  private OneLine() {}

  /** The text with a blank for each control character and line break, without blanks around. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(OneLine::harmless).forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  private static int harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.SURROGATE -> REPLACEMENT;
      default -> codePoint;
    };
  }
}
