package italk.ext.messages.filter;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text made simpler, so that what looks the same is found, and for each of its characters the
 * place in the original that it came from.
 */
final class MappedText {

  private static final int FIRST_NON_ASCII = 0x80;

  private final int originalLength;
  private final StringBuilder text;

  // Where in the original the code point begins that the character at the same index came from.
  private int[] origins;

  private MappedText(String original) {
    this.originalLength = original.length();
    this.text = new StringBuilder(original.length());
    this.origins = new int[original.length() + 1];
  }

  /** The text without what is invisible: soft hyphens, zero-width characters, directions. */
  static MappedText visible(String original) {
    MappedText mapped = new MappedText(original);
    forEachCodePoint(
        original,
        (place, codePoint) -> {
          if (Character.getType(codePoint) != Character.FORMAT) {
            mapped.append(codePoint, place);
          }
        });
    return mapped;
  }

  /**
   * The text without what is invisible, in lower case, without accents, and with compatible forms
   * (such as full-width letters and ligatures) as the letters that they stand for.
   */
  static MappedText folded(String original) {
    MappedText mapped = new MappedText(original);
    forEachCodePoint(
        original,
        (place, codePoint) -> {
          if (codePoint < FIRST_NON_ASCII) {
            mapped.append(Character.toLowerCase(codePoint), place);
          } else {
            Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
                .codePoints()
                .filter(part -> !isDropped(part))
                .forEach(part -> mapped.appendLowerCase(part, place));
          }
        });
    return mapped;
  }

  private interface Visitor {
    void visit(int place, int codePoint);
  }

  private static void forEachCodePoint(String text, Visitor visitor) {
    int place = 0;
    while (place < text.length()) {
      int codePoint = text.codePointAt(place);
      visitor.visit(place, codePoint);
      place += Character.charCount(codePoint);
    }
  }

  // Marks that belong to one script, such as the vowels of Devanagari, make another word; those
  // that are used with many are accents.
  private static boolean isDropped(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT
        || (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK)
            && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.INHERITED;
  }

  private void appendLowerCase(int codePoint, int place) {
    if (codePoint == 'ß' || codePoint == 'ẞ') {
      append('s', place);
      append('s', place);
    } else {
      // By way of the upper case, as that is where both forms of the small sigma meet.
      append(Character.toLowerCase(Character.toUpperCase(codePoint)), place);
    }
  }

  private void append(int codePoint, int place) {
    int from = text.length();
    text.appendCodePoint(codePoint);
    if (text.length() > origins.length) {
      origins = Arrays.copyOf(origins, Math.max(text.length(), origins.length * 2));
    }
    Arrays.fill(origins, from, text.length(), place);
  }

  /** The simpler text. */
  CharSequence text() {
    return text;
  }

  /** How many characters the simpler text has. */
  int length() {
    return text.length();
  }

  /** Where in the original the character at {@code index} begins. */
  int originalStart(int index) {
    return origins[index];
  }

  /** Where in the original a stretch ends; with what was left out behind its last character. */
  int originalEnd(int end) {
    if (end >= text.length()) {
      return originalLength;
    }
    int last = origins[end - 1];
    // Of one character that became several, either all or none belongs to the stretch.
    return origins[end] > last ? origins[end] : originalEnd(end + 1);
  }
}
