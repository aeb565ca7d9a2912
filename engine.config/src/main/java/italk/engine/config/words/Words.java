package italk.engine.config.words;

import java.util.Locale;
import java.util.Map;

/**
 * What people read about one object class and its options. Immutable.
 *
 * @param localization the texts that keys stand for
 * @param self about the object class itself
 * @param options about its options, by id
 */
public record Words(Localization localization, Text self, Map<String, Text> options) {

  /** No words. */
  public static final Words NONE = new Words(Localization.NONE, Text.NONE, Map.of());

  /** Copies the options. */
  public Words {
    options = Map.copyOf(options);
  }

  /**
   * A name and a description, both empty where there is none.
   *
   * @param name a word or two
   * @param description a sentence or two
   */
  public record Text(String name, String description) {

    /** Neither. */
    public static final Text NONE = new Text("", "");
  }

  /** About the object class. */
  public Text of(Locale locale) {
    return resolve(self, locale);
  }

  /** About one of its options. */
  public Text of(String optionId, Locale locale) {
    return resolve(options.getOrDefault(optionId, Text.NONE), locale);
  }

  private Text resolve(Text text, Locale locale) {
    return new Text(
        localization.resolve(text.name(), locale),
        localization.resolve(text.description(), locale));
  }
}
