package italk.engine.store.sql;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text: what stands between anything but letters, digits and the marks on them. Two
 * that differ in case or accents only are the same.
 */
public final class Words {

  private static final int FIRST_BEYOND_ASCII = 0x80;

  private Words() {}

  /** The words as they are written, in order; of each its marks are a part. */
  public static List<String> written(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isPart(c) || (word.length() > 0 && isMark(c))) {
                word.appendCodePoint(c);
              } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
              }
            });
    if (word.length() > 0) {
      words.add(word.toString());
    }
    return words;
  }

  /** The different words of a text, without case and accents. */
  public static Set<String> folded(String text) {
    Set<String> words = new LinkedHashSet<>();
    written(text).forEach(word -> words.add(fold(word)));
    return words;
  }

  // One character at a time and by way of the upper case: a part of a word then folds as it does
  // inside the whole, also where letters have several lower cases.
  private static String fold(String text) {
    if (text.chars().allMatch(c -> c < FIRST_BEYOND_ASCII)) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder folded = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> !isMark(c))
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /** True where each of the beginnings, which are folded, begins one of the words of the text. */
  public static boolean match(Collection<String> beginnings, String text) {
    String folded = fold(text);
    return beginnings.stream().allMatch(beginning -> begins(beginning, folded));
  }

  private static boolean begins(String beginning, String folded) {
    int at = folded.indexOf(beginning);
    while (at > 0 && isPart(folded.codePointBefore(at))) {
      at = folded.indexOf(beginning, at + 1);
    }
    return at >= 0;
  }

  private static boolean isPart(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
