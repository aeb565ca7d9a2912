package italk.engine.config.change;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonWriter;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.OptionType;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Values on their way into a file. Stateless. */
final class Values {

  private static final Set<OptionType> TEXTS =
      Set.of(OptionType.TEXT, OptionType.SECRET, OptionType.CHARACTER);

  private Values() {}

  /** The value at a place that is there. */
  static JsonValue at(JsonObject file, List<String> place) {
    JsonValue value = file;
    for (String key : place) {
      value = ((JsonObject) value).members().get(key).value();
    }
    return value;
  }

  /** What somebody typed, as JSON: what is no JSON is a text, and so is what an option wants so. */
  static String json(String typed, OptionPath path, Installed installed) {
    Optional<JsonValue> value = parse(typed);
    if (value.isEmpty() || (isText(path, installed) && !(value.get() instanceof JsonText))) {
      return JsonWriter.text(typed);
    }
    return JsonWriter.line(value.get());
  }

  private static boolean isText(OptionPath path, Installed installed) {
    return installed
        .form(path.section())
        .map(form -> form.options().getOrDefault(path.key(), List.of()))
        .filter(described -> !described.isEmpty())
        .filter(
            described ->
                described.stream()
                    .map(Installed.Described::option)
                    .allMatch(it -> it.cardinality() == 0 && TEXTS.contains(it.type())))
        .isPresent();
  }

  private static Optional<JsonValue> parse(String typed) {
    try {
      // What would close the object, or add a second key, is not one value.
      byte[] object = ("{\"value\":" + typed + "\n}").getBytes(StandardCharsets.UTF_8);
      JsonObject read = new JsonReader().read(object);
      return read.members().size() == 1
          ? Optional.of(read.members().get("value").value())
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The texts of a list of texts; empty where it is something else. */
  static Optional<List<String>> texts(String json) {
    return parse(json)
        .filter(JsonArray.class::isInstance)
        .map(it -> ((JsonArray) it).values())
        .filter(it -> it.stream().allMatch(JsonText.class::isInstance))
        .map(it -> it.stream().map(value -> ((JsonText) value).text()).toList());
  }

  /** What Config Admin holds, as JSON. */
  static String json(Object value) {
    if (value instanceof Collection<?> values) {
      return list(values.stream().map(Values::json).toList());
    } else if (value.getClass().isArray()) {
      return list(
          IntStream.range(0, Array.getLength(value))
              .mapToObj(it -> json(Array.get(value, it)))
              .toList());
    } else if (value instanceof Boolean || isFinite(value)) {
      return value.toString();
    }
    return JsonWriter.text(value.toString());
  }

  private static boolean isFinite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private static String list(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }

  /** The same with every number, true and false as a text. */
  static String asTexts(String json) {
    JsonValue value = parse(json).orElseThrow();
    return value instanceof JsonArray array
        ? list(array.values().stream().map(Values::asText).toList())
        : asText(value);
  }

  private static String asText(JsonValue value) {
    return value instanceof JsonText
        ? JsonWriter.line(value)
        : JsonWriter.text(JsonWriter.line(value));
  }
}
