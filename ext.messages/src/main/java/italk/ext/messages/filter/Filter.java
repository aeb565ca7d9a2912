package italk.ext.messages.filter;

import java.util.Locale;

/**
 * One filter, as an operator wrote it: {@code ACTION:KIND:TEXT}.
 *
 * @param number its place in the list, from 1
 * @param action what becomes of a message that it finds something in
 * @param kind what its text is
 * @param text the word or the pattern
 */
public record Filter(int number, Action action, Kind kind, String text) {

  /** What becomes of a message. */
  public enum Action {
    /** It is refused. */
    REJECT,
    /** What was found is made unreadable. */
    MASK,
    /** It goes through, and is reported. */
    FLAG
  }

  /** What a filter looks for. */
  public enum Kind {
    /** A word, or a few in a row. */
    WORD,
    /** A regular expression. */
    PATTERN
  }

  /** How long the text may be. */
  static final int MAX_LENGTH = 500;

  /**
   * The filter that a line describes.
   *
   * @throws IllegalArgumentException where it describes none
   */
  static Filter parse(int number, String line) {
    String[] parts = line.split(":", 3);
    if (parts.length < 3 || parts[2].isBlank() || parts[2].length() > MAX_LENGTH) {
      throw refusal(
          number,
          line,
          "has to be ACTION:KIND:TEXT, such as mask:word:rascal, with a text of 1 to "
              + MAX_LENGTH
              + " characters");
    }
    return new Filter(
        number,
        one(Action.values(), number, line, parts[0]),
        one(Kind.values(), number, line, parts[1]),
        parts[2]);
  }

  private static <E extends Enum<E>> E one(E[] values, int number, String line, String word) {
    StringBuilder known = new StringBuilder();
    for (E value : values) {
      String name = value.name().toLowerCase(Locale.ROOT);
      if (name.equals(word.strip())) {
        return value;
      }
      known.append(known.isEmpty() ? "" : ", ").append(name);
    }
    throw refusal(number, line, "has \"" + word + "\" where one of " + known + " is expected");
  }

  /** This filter can't be used. */
  IllegalArgumentException refusal(String why) {
    return refusal(number, line(), why);
  }

  private static IllegalArgumentException refusal(int number, String line, String why) {
    return new IllegalArgumentException(
        "messages_management.filters: filter " + number + " (" + line + ") " + why + ".");
  }

  private String line() {
    return (action + ":" + kind + ":").toLowerCase(Locale.ROOT) + text;
  }

  /** Its number and action, such as {@code filter 2 (mask)}: not what it looks for. */
  @Override
  public String toString() {
    return "filter " + number + " (" + action.name().toLowerCase(Locale.ROOT) + ")";
  }
}
