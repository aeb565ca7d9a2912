package italk.engine.shell;

import italk.engine.shell.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a command, with those that begin with {@code --} taken out from among them.
 *
 * <p>Not Gogo's own options: there, an id of digits becomes a number, and loses its zeros.
 */
final class Options {

  private static final String PREFIX = "--";

  private final Map<String, String> given = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  private Options() {}

  /**
   * Takes the options out. After the word {@code --} there are none.
   *
   * @param flags those that stand alone
   * @param named those that have a word behind them
   */
  static Options in(String[] words, List<String> flags, List<String> named) {
    Options options = new Options();
    int at = 0;
    while (at < words.length) {
      String word = Words.word(words[at++]);
      if (word.equals(PREFIX)) {
        break;
      } else if (flags.contains(word)) {
        options.given.put(word, "");
      } else if (named.contains(word)) {
        if (at == words.length) {
          throw CommandFailure.of(word + " needs a word after it.");
        }
        options.given.put(word, Words.word(words[at++]));
      } else if (word.startsWith(PREFIX)) {
        throw CommandFailure.of(unknown(word, flags, named));
      } else {
        options.words.add(word);
      }
    }
    while (at < words.length) {
      options.words.add(Words.word(words[at++]));
    }
    return options;
  }

  private static String unknown(String word, List<String> flags, List<String> named) {
    List<String> known = new ArrayList<>(flags);
    known.addAll(named);
    return "There is no option "
        + Printable.line(word)
        + ", only "
        + String.join(", ", known)
        + ". Before a word that begins with --, put the word --.";
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(given.get(name));
  }

  /** The other words. */
  List<String> words() {
    return words;
  }
}
