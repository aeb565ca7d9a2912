package italk.engine.config;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where everything lies.
 *
 * @param home the folder of the installation
 * @param config the path of {@code config.json}
 * @param data the folder for data
 * @param log the folder for logs
 * @param logging the file with the base configuration of Pax Logging
 */
record Places(Path home, Path config, Path data, Path log, Path logging) {

  /** From the framework's properties; what is not given lies at its place in the installation. */
  static Places of(UnaryOperator<String> properties) {
    Path home = path(properties, "italk.home", Path.of(""));
    return new Places(
        home,
        path(properties, "italk.config", home.resolve("config.json")),
        path(properties, "italk.data", home.resolve("data")),
        path(properties, "italk.log", home.resolve("log")),
        path(properties, "italk.logging", home.resolve("conf").resolve("logging.properties")));
  }

  private static Path path(UnaryOperator<String> properties, String name, Path otherwise) {
    String value = properties.apply(name);
    Path path = value == null || value.isBlank() ? otherwise : Path.of(value.strip());
    return path.toAbsolutePath().normalize();
  }
}
