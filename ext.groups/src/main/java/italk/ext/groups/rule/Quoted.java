package italk.ext.groups.rule;

/** A text of unknown origin for a message: in quotation marks, on one line, not too long. */
public final class Quoted {

  private static final int MAX_LENGTH = 64;

  private Quoted() {}

  /** The text, with what is not visible shown by its code. */
  public static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_LENGTH)
        .forEach(
            c -> {
              if (isVisible(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            });
    return quoted.append(text.length() > MAX_LENGTH ? "…\"" : "\"").toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
