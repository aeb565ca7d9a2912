package italk.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The framework's properties: ours, over them {@code conf/framework.properties}, over them what the
 * command line or the embedding program says.
 */
final class FrameworkProperties {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

  // The bundle that puts in what placeholders in config.json stand for.
  private static final String INTERPOLATION = "org.apache.felix.configadmin.plugin.interpolation";

  private FrameworkProperties() {}

  static Map<String, String> of(
      Home home, Installation installation, Map<String, String> overrides) {
    Map<String, String> chosen = new HashMap<>();
    chosen.put("italk.home", home.folder().toString());
    Path file = configured(home, installation, "framework.properties");
    chosen.putAll(filled(file, read(file), chosen));
    chosen.putAll(overrides);
    // Which home it is was decided before, and is locked.
    chosen.put("italk.home", home.folder().toString());

    Map<String, String> properties = new HashMap<>();
    String data = chosen.getOrDefault("italk.data", home.folder().resolve("data").toString());
    properties.put("italk.config", home.folder().resolve("config.json").toString());
    properties.put("italk.data", data);
    properties.put("italk.log", home.folder().resolve("log").toString());
    properties.put(
        "italk.logging", configured(home, installation, "logging.properties").toString());
    properties.put("italk.engine.await", "italk.extensions.read");
    properties.put("org.osgi.framework.storage", Path.of(data, "felix-cache").toString());
    properties.put("org.osgi.framework.storage.clean", "onFirstInit");
    // What Pax Logging says of itself, before it is configured.
    properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
    // Nobody reads that log; its entries hold exceptions, and these the classes of old versions.
    properties.put("org.ops4j.pax.logging.logReaderEnabled", "false");
    properties.put(
        INTERPOLATION + ".secretsdir", home.folder().resolve("conf").resolve("secrets").toString());
    properties.put(INTERPOLATION + ".file.encoding", "UTF-8");
    // Gogo looks for etc/gosh_profile in it.
    Path profile = configured(home, installation, "etc/gosh_profile");
    properties.put("gosh.home", profile.getParent().getParent().toString());
    properties.putAll(chosen);
    properties.put("italk.socket", home.socket(chosen.get("italk.socket")).toString());
    hotFolder(properties, home);
    LoggingFiles.write(home, properties);
    return properties;
  }

  private static void hotFolder(Map<String, String> properties, Home home) {
    String folder =
        properties.computeIfAbsent(
            "italk.extensions", key -> home.folder().resolve("extensions").toString());
    properties.put("felix.fileinstall.dir", folder);
    // Hidden files, NAME.jar.part and NAME.jar.error are not for us.
    properties.put("felix.fileinstall.filter", "[^.].*\\.jar");
    properties.put("felix.fileinstall.subdir.mode", "skip");
    properties.put("felix.fileinstall.noInitialDelay", "true");
    // Extensions stop after the engine has drained its queues, and before the platform.
    properties.put("felix.fileinstall.start.level", "2");
    // With its watcher, an empty folder at the start hides what was deleted meanwhile.
    properties.put("felix.fileinstall.disableNio2", "true");
    properties.putIfAbsent("felix.fileinstall.poll", "400");
    properties.put(
        "felix.fileinstall.tmpdir", Path.of(properties.get("italk.data"), "tmp").toString());
  }

  /** A file of the home's {@code conf/}; where it has none, the installation's. */
  static Path configured(Home home, Installation installation, String name) {
    Path own = home.folder().resolve("conf").resolve(name);
    return Files.exists(own) ? own : installation.folder().resolve("conf").resolve(name);
  }

  /** What a file in the format of {@link Properties} says; nothing where there is none. */
  static Map<String, String> read(Path file) {
    Properties read = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        read.load(reader);
      } catch (IOException | IllegalArgumentException failed) {
        throw new StartException(file + " can't be read: " + failed.getMessage() + ".", failed);
      }
    }
    Map<String, String> properties = new HashMap<>();
    read.stringPropertyNames()
        .forEach(name -> properties.put(name, read.getProperty(name).strip()));
    return properties;
  }

  private static Map<String, String> filled(
      Path file, Map<String, String> properties, Map<String, String> known) {
    Map<String, String> filled = new HashMap<>();
    properties.forEach((name, value) -> filled.put(name, filled(file, name, value, known)));
    return filled;
  }

  private static String filled(Path file, String name, String value, Map<String, String> known) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            match -> {
              String found = known.getOrDefault(match.group(1), System.getProperty(match.group(1)));
              if (found == null) {
                throw new StartException(
                    file
                        + ", key "
                        + name
                        + ": there is no "
                        + match.group()
                        + "; known are ${italk.home} and Java's system properties.");
              }
              return Matcher.quoteReplacement(found);
            });
  }
}
