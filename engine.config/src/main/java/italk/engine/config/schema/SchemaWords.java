package italk.engine.config.schema;

import italk.engine.config.words.Words;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The schema's own words in one language; English where there are no others. Immutable. */
final class SchemaWords {

  // Whoever asks for English must not get the system's language, because English has no file of
  // its own.
  private static final Control NO_FALLBACK =
      Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

  private final ResourceBundle texts;

  SchemaWords(Locale locale) {
    this.texts =
        ResourceBundle.getBundle(
            SchemaWords.class.getName(), locale, SchemaWords.class.getClassLoader(), NO_FALLBACK);
  }

  /** A name and a description. */
  Words.Text of(String key) {
    return new Words.Text(text(key + ".name"), text(key + ".description"));
  }

  /** A text with its gaps filled. */
  String text(String key, Object... fillings) {
    return fillings.length == 0
        ? texts.getString(key)
        : MessageFormat.format(texts.getString(key), fillings);
  }
}
