package italk.runtime;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes two files in {@code run/} of the operator's {@code conf/logging.properties}: one with the
 * framework's properties filled in, for the engine, and one for the first moments, before the
 * engine has read whether {@code config.json} wants a log. In these, only warnings are written.
 */
final class LoggingFiles {

  private static final String SOURCE = "italk.logging";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(italk\\.[^}]+)}");
  private static final Pattern THRESHOLD =
      Pattern.compile("log4j2\\.appender\\..*\\.filter\\..*\\.level");

  private LoggingFiles() {}

  /** Writes both and puts their paths into {@code properties}. */
  static void write(Home home, Map<String, String> properties) {
    Properties filled = new Properties();
    FrameworkProperties.read(Path.of(properties.get(SOURCE)))
        .forEach((name, value) -> filled.setProperty(name, fill(value, properties)));
    properties.put(SOURCE, store(home, "logging.properties", filled));
    Properties first = new Properties();
    filled
        .stringPropertyNames()
        .forEach(
            name ->
                first.setProperty(
                    name, THRESHOLD.matcher(name).matches() ? "WARN" : filled.getProperty(name)));
    properties.put(
        "org.ops4j.pax.logging.property.file", store(home, "logging-at-start.properties", first));
  }

  // What isn't known here may be log4j's own.
  private static String fill(String value, Map<String, String> properties) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(properties.getOrDefault(match.group(1), match.group())));
  }

  private static String store(Home home, String name, Properties properties) {
    Path file = home.run().resolve(name);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "Made at the start from conf/logging.properties; edit that one.");
      return file.toString();
    } catch (IOException failed) {
      throw new StartException(file + " can't be written: " + failed + ".", failed);
    }
  }
}
