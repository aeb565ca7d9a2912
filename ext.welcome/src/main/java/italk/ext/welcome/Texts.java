package italk.ext.welcome;

import italk.engine.api.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One greeting in several languages, and one for who speaks none of them. Immutable. */
final class Texts {

  private final Greeting fallback;
  private final Map<String, Greeting> byLanguage;
  private final List<String> mistakes;

  private Texts(Greeting fallback, Map<String, Greeting> byLanguage, List<String> mistakes) {
    this.fallback = fallback;
    this.byLanguage = Map.copyOf(byLanguage);
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * Reads the texts of two options.
   *
   * @param option the name of the option with one text; that with the languages has an s more
   * @param text for who speaks none of the languages
   * @param languages each {@code LANGUAGE=TEXT}
   */
  static Texts parse(String option, String text, String[] languages) {
    List<String> mistakes = new ArrayList<>();
    Map<String, Greeting> byLanguage = new LinkedHashMap<>();
    for (String entry : languages) {
      int equals = entry.indexOf('=');
      String language = equals < 0 ? "" : entry.substring(0, equals).strip();
      if (language.isEmpty()) {
        mistakes.add(
            option
                + "s: expected \"LANGUAGE=TEXT\" such as \"fr=Bonjour\", found \""
                + entry
                + "\"; it is left out.");
      } else {
        byLanguage.put(
            normal(language), parse(option + "s", entry.substring(equals + 1), mistakes));
      }
    }
    return new Texts(parse(option, text, mistakes), byLanguage, mistakes);
  }

  private static Greeting parse(String option, String text, List<String> mistakes) {
    Greeting greeting = Greeting.parse(text);
    if (!greeting.unknown().isEmpty()) {
      mistakes.add(
          option
              + ": "
              + String.join(", ", greeting.unknown())
              + " is no placeholder and stays as it is; there are {username}, {user_id}, {online},"
              + " {group} and {metadata.KEY}.");
    }
    return greeting;
  }

  /** What is wrong with the options, each as a sentence. */
  List<String> mistakes() {
    return mistakes;
  }

  /**
   * The text in the user's language: {@code fr-CA}, else {@code fr}, else the one for all.
   *
   * @param languageKey where the user's metadata has the language
   */
  Greeting of(User user, String languageKey) {
    Optional<String> language = user.metadata().text(languageKey.split("\\."));
    if (byLanguage.isEmpty() || language.isEmpty()) {
      return fallback;
    }
    String wanted = normal(language.get());
    int dash = wanted.indexOf('-');
    Greeting found = byLanguage.get(wanted);
    if (found == null && dash > 0) {
      found = byLanguage.get(wanted.substring(0, dash));
    }
    return found == null ? fallback : found;
  }

  // Metadata and configurations have both "fr_CA" and "fr-ca".
  private static String normal(String language) {
    return language.replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
