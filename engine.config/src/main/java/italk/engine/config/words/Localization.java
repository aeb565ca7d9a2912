package italk.engine.config.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle.Control;

/**
 * The texts of a bundle by key, in the languages that it has. Immutable.
 *
 * @param byLocale the texts of each locale, written as {@code fr} or {@code fr_CA}; those under the
 *     empty locale are for whoever has no other
 */
public record Localization(Map<String, Map<String, String>> byLocale) {

  /** No text at all. */
  public static final Localization NONE = new Localization(Map.of());

  private static final Control CANDIDATES = Control.getControl(Control.FORMAT_DEFAULT);

  /** Copies the texts. */
  public Localization {
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    byLocale.forEach((locale, texts) -> copy.put(locale, Map.copyOf(texts)));
    byLocale = Map.copyOf(copy);
  }

  /**
   * A text as Metatype writes it: as it stands, or, behind a percent sign, the key of a text. A key
   * without a text is shown itself: better than nothing.
   *
   * @param raw the text; null for none
   */
  public String resolve(String raw, Locale locale) {
    if (raw == null || !raw.startsWith("%")) {
      return raw == null ? "" : raw;
    }
    String key = raw.substring(1);
    List<Locale> candidates = CANDIDATES.getCandidateLocales("", locale);
    return candidates.stream()
        .map(it -> byLocale.getOrDefault(it.toString(), Map.of()).get(key))
        .filter(it -> it != null)
        .findFirst()
        .orElse(key);
  }
}
