package italk.engine.config;

import static java.util.stream.Collectors.joining;

import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.KeyChange;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A version in the history.
 *
 * @param shown what is told of it
 * @param before the number of the version that an undo of it leads to; empty where there is none
 */
record Version(ConfigurationVersion shown, OptionalLong before) {

  long number() {
    return shown.number();
  }

  /** As the text of a file. */
  byte[] write() {
    String changes = shown.changes().stream().map(Version::write).collect(joining(",\n    "));
    String text =
        "{\n  \"number\": "
            + number()
            + ",\n  \"at\": "
            + JsonWriter.text(shown.at().toString())
            + ",\n  \"who\": "
            + JsonWriter.text(shown.who())
            + optional("before", before)
            + optional("restored", shown.restored())
            + ",\n  \"changes\": ["
            + (changes.isEmpty() ? "" : "\n    " + changes + "\n  ")
            + "]\n}\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String optional(String key, OptionalLong number) {
    return number.isPresent() ? ",\n  \"" + key + "\": " + number.getAsLong() : "";
  }

  private static String write(KeyChange change) {
    return "{\"path\": "
        + JsonWriter.text(change.path())
        + change.before().map(it -> ", \"before\": " + JsonWriter.text(it)).orElse("")
        + change.after().map(it -> ", \"after\": " + JsonWriter.text(it)).orElse("")
        + ", \"masked\": "
        + change.masked()
        + "}";
  }

  /** Reads what {@link #write} wrote; empty where it is something else. */
  static Optional<Version> read(byte[] content) {
    try {
      JsonObject file = new JsonReader().read(content);
      Member changes = file.members().get("changes");
      return Optional.of(
          new Version(
              new ConfigurationVersion(
                  number(file, "number").orElseThrow(),
                  Instant.parse(text(file, "at").orElseThrow()),
                  text(file, "who").orElseThrow(),
                  number(file, "restored"),
                  changes == null ? List.of() : changes(changes.value())),
              number(file, "before")));
    } catch (JsonException | DateTimeException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static List<KeyChange> changes(JsonValue value) {
    return value instanceof JsonArray list
        ? list.values().stream()
            .filter(JsonObject.class::isInstance)
            .map(it -> change((JsonObject) it))
            .toList()
        : List.of();
  }

  private static KeyChange change(JsonObject change) {
    Member masked = change.members().get("masked");
    return new KeyChange(
        text(change, "path").orElseThrow(),
        text(change, "before"),
        text(change, "after"),
        masked != null && masked.value() instanceof JsonBoolean flag && flag.value());
  }

  private static Optional<String> text(JsonObject object, String key) {
    Member member = object.members().get(key);
    return member != null && member.value() instanceof JsonText text
        ? Optional.of(text.text())
        : Optional.empty();
  }

  private static OptionalLong number(JsonObject object, String key) {
    Member member = object.members().get(key);
    return member != null && member.value() instanceof JsonNumber number
        ? OptionalLong.of(number.number().longValue())
        : OptionalLong.empty();
  }
}
