package italk.engine.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The base part of Pax Logging's configuration: the keys of the file {@code italk.logging}, with
 * the level of every threshold filter set by the flag {@code logging}. All other keys of the PID
 * are left as they are: {@code advanced_logging} adds its own. For the thread "italk-config" only.
 */
final class BaseLog {

  static final String PID = "org.ops4j.pax.logging";

  private static final String ANY_BUNDLE = "?";
  private static final Pattern FILTER_TYPE = Pattern.compile("(log4j2\\..*\\.filter\\..*)\\.type");
  private static final Pattern PLACE = Pattern.compile("\\$\\{(italk\\.[a-z.]+)}");

  private final ConfigurationAdmin admin;
  private final Places places;
  private final UnaryOperator<String> properties;

  // The keys that were written before: what the file has lost since is removed.
  private Set<String> owned = Set.of();

  BaseLog(ConfigurationAdmin admin, Places places, UnaryOperator<String> properties) {
    this.admin = admin;
    this.places = places;
    this.properties = properties;
  }

  /**
   * Writes what differs.
   *
   * @param logging false lets only errors into the base log: that the store can't open must be seen
   * @return what could not be done, in words
   */
  Optional<String> apply(boolean logging) {
    Path file = places.logging();
    if (!Files.isRegularFile(file)) {
      // Somebody else configures Pax Logging.
      return Optional.empty();
    }
    try {
      Map<String, String> base = withThreshold(read(file), logging);
      Configuration configuration = admin.getConfiguration(PID, ANY_BUNDLE);
      Hashtable<String, Object> merged = copy(configuration.getProperties());
      owned.forEach(merged::remove);
      merged.putAll(base);
      configuration.updateIfDifferent(merged);
      owned = new HashSet<>(base.keySet());
      return Optional.empty();
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return Optional.of("The base log can't be configured from " + file + ": " + e);
    }
  }

  private Map<String, String> read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    }
    Map<String, String> base = new TreeMap<>();
    lines.stringPropertyNames().forEach(key -> base.put(key, withPlaces(lines.getProperty(key))));
    return base;
  }

  // Pax Logging knows system properties only; ours are the framework's.
  private String withPlaces(String value) {
    return PLACE
        .matcher(value)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    switch (match.group(1)) {
                      case "italk.home" -> places.home().toString();
                      case "italk.data" -> places.data().toString();
                      case "italk.log" -> places.log().toString();
                      default -> {
                        String property = properties.apply(match.group(1));
                        yield property == null ? match.group() : property;
                      }
                    }));
  }

  private static Map<String, String> withThreshold(Map<String, String> base, boolean logging) {
    Map<String, String> result = new TreeMap<>(base);
    base.forEach(
        (key, value) -> {
          Matcher filter = FILTER_TYPE.matcher(key);
          if (filter.matches() && value.strip().equals("ThresholdFilter")) {
            String level = filter.group(1) + ".level";
            result.put(level, logging ? base.getOrDefault(level, "INFO") : "ERROR");
          }
        });
    return result;
  }

  private static Hashtable<String, Object> copy(Dictionary<String, Object> properties) {
    Hashtable<String, Object> copy = new Hashtable<>();
    if (properties != null) {
      Collections.list(properties.keys()).forEach(key -> copy.put(key, properties.get(key)));
    }
    return copy;
  }
}
