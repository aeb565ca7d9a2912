package italk.engine.config.change;

import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.JsonWriter;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What of a file may be shown: everything but what is secret, or may be. Stateless. */
public final class Shown {

  private Shown() {}

  /** Whether a value must not be shown. */
  static boolean isHidden(OptionPath path, Installed installed) {
    return !path.isAtTop() && installed.isHidden(path.section(), path.key());
  }

  /** A file with every value that must not be shown replaced. */
  public static JsonObject masked(JsonObject file, Installed installed) {
    Map<String, Member> members = new LinkedHashMap<>();
    file.members()
        .forEach(
            (key, member) -> {
              JsonValue value =
                  member.value() instanceof JsonObject section
                      ? maskedSection(key, section, installed)
                      : masked(OptionPath.of(key), member.value(), installed);
              members.put(key, new Member(member.location(), value));
            });
    return new JsonObject(file.location(), members);
  }

  private static JsonObject maskedSection(String name, JsonObject section, Installed installed) {
    Map<String, Member> members = new LinkedHashMap<>();
    section
        .members()
        .forEach(
            (key, member) -> {
              OptionPath path = new OptionPath(name, Option.keyOf(key));
              JsonValue value = masked(path, member.value(), installed);
              members.put(key, new Member(member.location(), value));
            });
    return new JsonObject(section.location(), members);
  }

  private static JsonValue masked(OptionPath path, JsonValue value, Installed installed) {
    return isHidden(path, installed)
        ? new JsonText(value.location(), EngineConfiguration.MASK)
        : value;
  }

  /**
   * What a file says at a path, in a form that may be shown.
   *
   * @param path a path, a section's name, or empty for the whole file
   * @return on one line; empty where the file does not say anything there
   */
  public static Optional<String> get(String path, JsonObject file, Installed installed) {
    JsonObject masked = masked(file, installed);
    if (path.isEmpty()) {
      return Optional.of(JsonWriter.line(masked));
    }
    return OptionPath.of(path).placesIn(masked).stream()
        .findFirst()
        .map(place -> JsonWriter.line(Values.at(masked, place)));
  }
}
