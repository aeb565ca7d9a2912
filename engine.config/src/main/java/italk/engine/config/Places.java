package italk.engine.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Where everything lies.
 *
 * @param home the folder of the installation
 * @param config the path of {@code config.json}
 * @param data the folder for data
 * @param log the folder for logs
 * @param logging the file with the base configuration of Pax Logging
 * @param language the language of what is written for people to read, where there is a choice
 */
record Places(Path home, Path config, Path data, Path log, Path logging, Locale language) {

  /** From the framework's properties; what is not given lies at its place in the installation. */
  static Places of(UnaryOperator<String> properties) {
    Path home = path(properties, "italk.home", Path.of(""));
    return new Places(
        home,
        path(properties, "italk.config", home.resolve("config.json")),
        path(properties, "italk.data", home.resolve("data")),
        path(properties, "italk.log", home.resolve("log")),
        path(properties, "italk.logging", home.resolve("conf").resolve("logging.properties")),
        language(properties.apply("italk.language")));
  }

  private static Locale language(String tag) {
    return tag == null || tag.isBlank()
        ? Locale.getDefault()
        : Locale.forLanguageTag(tag.strip().replace('_', '-'));
  }

  private static Path path(UnaryOperator<String> properties, String name, Path otherwise) {
    String value = properties.apply(name);
    Path path = value == null || value.isBlank() ? otherwise : Path.of(value.strip());
    return path.toAbsolutePath().normalize();
  }
}
