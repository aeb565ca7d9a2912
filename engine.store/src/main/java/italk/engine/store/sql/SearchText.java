package italk.engine.store.sql;

import italk.engine.api.User;
import java.text.Normalizer;

/**
 * Folds text so that case does not count in a search. The database's own folding knows ASCII only,
 * so the folded text is stored in a column of its own.
 */
public final class SearchText {

  private SearchText() {}

  /** What a user is found by. A line feed can be in neither id nor name, so it separates them. */
  public static String of(User user) {
    return fold(user.id() + '\n' + user.name());
  }

  /** A LIKE pattern, to be used with the escape character \, for all that contains the text. */
  public static String pattern(String text) {
    return '%' + fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
  }

  // One character at a time and by way of the upper case, as String.equalsIgnoreCase does: a part
  // of a text then folds as it does inside the whole, also where letters have several lower cases.
  public static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
