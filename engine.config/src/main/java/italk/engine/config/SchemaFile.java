package italk.engine.config;

import italk.engine.config.Reports.Topic;
import italk.engine.config.plan.Installed;
import italk.engine.config.schema.ConfigSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * The schema beside {@code config.json}, for editors. It is only a convenience: where it can't be
 * written, everything else goes on, and it is not forced to disk. For the thread "italk-config"
 * only.
 */
final class SchemaFile {

  private static final String ENDING = ".json";

  private final Path config;
  private final Path path;
  private final Locale locale;
  private final Reports reports;

  // What the schema was made of last.
  private Installed known = Installed.NOTHING;

  /**
   * @param config the path of {@code config.json}
   * @param locale the language of the schema
   */
  SchemaFile(Path config, Locale locale, Reports reports) {
    this.config = config;
    this.path = beside(config);
    this.locale = locale;
    this.reports = reports;
  }

  Path path() {
    return path;
  }

  private static Path beside(Path config) {
    String name = config.getFileName().toString();
    String start =
        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    return config.resolveSibling(start + ".schema" + ENDING);
  }

  /**
   * Writes the schema where it differs from what is there. Not without a {@code config.json}: who
   * configures by other means shall not find a file that nobody uses.
   */
  void keep(Installed installed) {
    if (installed.equals(known) || !Files.exists(config)) {
      return;
    }
    known = installed;
    byte[] schema = ConfigSchema.of(installed, locale).getBytes(StandardCharsets.UTF_8);
    try {
      if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), schema)) {
        write(schema);
      }
      reports.clear(Topic.SCHEMA);
    } catch (IOException e) {
      reports.warning(
          Topic.SCHEMA,
          path
              + " can't be written: "
              + e
              + ". Only editors use it, to complete and check "
              + config.getFileName()
              + "; everything else goes on.");
    }
  }

  // An editor must not read half of it.
  private void write(byte[] schema) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.write(temporary, schema);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
