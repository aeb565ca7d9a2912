package italk.engine.config.edit;

import italk.engine.config.edit.Piece.MemberPiece;
import italk.engine.config.edit.Piece.ObjectPiece;

/**
 * How a text is laid out, as far as it shows.
 *
 * @param text the text
 * @param newline its line end
 * @param unit one step of indentation
 * @param colon what is between a key and its value where an object has none to show it
 */
record Style(String text, String newline, String unit, String colon) {

  private static final String DEFAULT_UNIT = "  ";
  private static final String DEFAULT_COLON = ": ";

  static Style of(String text, ObjectPiece root) {
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    Style plain = new Style(text, newline, DEFAULT_UNIT, DEFAULT_COLON);
    String lead = plain.lead(root);
    String unit = isBroken(lead) ? indentation(lead) : "";
    return new Style(text, newline, unit.isEmpty() ? DEFAULT_UNIT : unit, plain.colon(root));
  }

  static boolean isBroken(String whitespace) {
    return whitespace.indexOf('\n') >= 0 || whitespace.indexOf('\r') >= 0;
  }

  /** The blanks at the end of a separator, from the beginning of the line. */
  static String indentation(String separator) {
    int line = Math.max(separator.lastIndexOf('\n'), separator.lastIndexOf('\r'));
    String last = separator.substring(line + 1);
    // A comma may stand before the key.
    return line < 0 ? "" : last.replace(',', ' ');
  }

  /** What is between the brace and the first key; empty where there is none. */
  String lead(ObjectPiece object) {
    return object.members().values().stream()
        .findFirst()
        .map(first -> text.substring(object.start() + 1, first.keyStart()))
        .orElse("");
  }

  /** What is between the last key of an object and its value. */
  String colon(ObjectPiece object) {
    MemberPiece last = null;
    for (MemberPiece member : object.members().values()) {
      last = member;
    }
    if (last == null) {
      return colon;
    }
    String found = text.substring(endOfText(last.keyStart()), last.value().start());
    return isBroken(found) ? DEFAULT_COLON : found;
  }

  /** Whether an object puts blanks between its tokens. */
  boolean isAiry(ObjectPiece object) {
    return colon(object).endsWith(" ");
  }

  private int endOfText(int quote) {
    int i = quote + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
