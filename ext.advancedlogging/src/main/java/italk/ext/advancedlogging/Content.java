package italk.ext.advancedlogging;

import java.util.Arrays;

/** How much of what people write to each other is logged. */
enum Content {
  /** All of it. */
  FULL,
  /** Each letter and each digit as a star: one sees that something was said, and how much. */
  MASKED,
  /** Nothing of it. */
  NONE;

  /**
   * The one with this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  static Content of(String name) {
    return Arrays.stream(values())
        .filter(content -> content.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "advanced_logging.content is \"full\", \"masked\" or \"none\", found \""
                        + name
                        + "\"."));
  }

  /** The text as it is logged. */
  String shown(CharSequence text) {
    return switch (this) {
      case FULL -> text.toString();
      case MASKED -> masked(text);
      case NONE -> "…";
    };
  }

  private static String masked(CharSequence text) {
    StringBuilder masked = new StringBuilder(text.length());
    text.codePoints().forEach(c -> masked.appendCodePoint(Character.isWhitespace(c) ? ' ' : '*'));
    return masked.toString();
  }
}
