package italk.engine.config.placeholder;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.osgi.service.cm.ConfigurationPlugin;

/**
 * Lets Felix's interpolation plugin replace, so that what is checked is what components get; finds
 * out beforehand what is missing, which the plugin only logs. Safe for any thread.
 */
final class PluginInterpolation implements Interpolation {

  private static final String KEY = "value";
  // Of more texts nobody remembers anything: they are replaced again.
  private static final int MAX_REMEMBERED = 500;

  private final ConfigurationPlugin plugin;
  private final SecretFolder secrets;
  private final UnaryOperator<String> environment;
  private final UnaryOperator<String> properties;
  private final Path home;

  // By text. A wrong file is planned again at each poll, and the plugin logs each replacement.
  private final Map<String, Interpolated.Value> remembered = new ConcurrentHashMap<>();

  /**
   * @param environment the process's variables
   * @param properties the framework's properties
   * @param home files in it are shown by the path from it
   */
  PluginInterpolation(
      ConfigurationPlugin plugin,
      SecretFolder secrets,
      UnaryOperator<String> environment,
      UnaryOperator<String> properties,
      Path home) {
    this.plugin = plugin;
    this.secrets = secrets;
    this.environment = environment;
    this.properties = properties;
    this.home = home;
  }

  @Override
  public Interpolated interpolate(Template template) {
    if (template.unclosed().isPresent()) {
      return new Interpolated.Failure(
          "the bracket is not closed: " + template.unclosed().get() + "…]");
    }
    Inspection inspection = new Inspection();
    Optional<String> fault = inspection.fault(template);
    if (fault.isPresent()) {
      return new Interpolated.Failure(fault.get());
    }
    Interpolated.Value before = remembered.get(template.text());
    if (before != null && before.stamps().equals(inspection.stamps)) {
      return before;
    }
    return replace(template, inspection);
  }

  private Interpolated replace(Template template, Inspection inspection) {
    Dictionary<String, Object> scratch = new Hashtable<>(Map.of(KEY, template.text()));
    try {
      plugin.modifyConfiguration(null, scratch);
    } catch (RuntimeException unfit) {
      // Its message may repeat the value.
      return new Interpolated.Failure("what it stands for is not of the type that it gives");
    }
    List<String> texts = texts(scratch.get(KEY));
    // What was put in is replaced in turn, and may lead nowhere.
    boolean complete =
        template.hasEscapes()
            || texts.stream().map(Template::of).noneMatch(it -> inspection.isUnresolved(it));
    if (!complete) {
      return new Interpolated.Failure("what it stands for holds a placeholder without a value");
    }
    Interpolated.Value value = new Interpolated.Value(texts, inspection.secret, inspection.stamps);
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(template.text(), value);
    return value;
  }

  private static List<String> texts(Object value) {
    return value.getClass().isArray()
        ? IntStream.range(0, Array.getLength(value))
            .mapToObj(i -> String.valueOf(Array.get(value, i)))
            .toList()
        : List.of(String.valueOf(value));
  }

  /** The state of a secret file now. */
  SecretStamp stamp(String secret) {
    return secrets.stamp(secret);
  }

  /** Looks whether something stands for each placeholder of one text. */
  private final class Inspection {

    private final Set<SecretStamp> stamps = new HashSet<>();
    private boolean secret;

    Optional<String> fault(Template template) {
      secret |= template.namesSecret();
      return template.placeholders().stream().flatMap(it -> fault(it).stream()).findFirst();
    }

    boolean isUnresolved(Template template) {
      return template.placeholders().stream()
          .anyMatch(it -> List.of("env", "prop", Placeholder.SECRET).contains(it.source()));
    }

    private Optional<String> fault(Placeholder placeholder) {
      String name = placeholder.name();
      if (name.contains(Template.START)) {
        return Optional.of("a name can't be a placeholder itself");
      }
      Optional<String> missing =
          switch (placeholder.source()) {
            case "env" -> missing("the environment variable " + name, environment.apply(name));
            case "prop" -> missing("the property " + name, properties.apply(name));
            case Placeholder.SECRET -> missingSecret(name);
            default ->
                Optional.of(
                    placeholder.source()
                        + " is no source: expected env, secret or prop; write \\\\$[ where it is"
                        + " only a text");
          };
      if (missing.isEmpty() || placeholder.otherwise().isEmpty()) {
        return missing;
      }
      return fault(Template.of(placeholder.otherwise().get()));
    }

    private Optional<String> missing(String what, String value) {
      if (value == null) {
        return Optional.of(what + " is not set");
      }
      // The plugin replaces in it, too, whatever it then stands for.
      secret |= value.contains(Template.START);
      return Optional.empty();
    }

    private Optional<String> missingSecret(String name) {
      // Before the file is read: what changes in between shows up as another stamp.
      stamps.add(secrets.stamp(name));
      return secrets.fault(name, home);
    }
  }
}
