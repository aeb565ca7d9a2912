package italk.engine.config.preview;

import static java.util.stream.Collectors.joining;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import java.util.List;
import java.util.stream.IntStream;

/** Values as a line shows them, and whether two say the same. Stateless. */
final class ShownValue {

  private static final int MAX_ITEMS = 20;

  private ShownValue() {}

  /** The value, cut where it is long, and safe for a terminal. */
  static String of(JsonValue value) {
    if (!(value instanceof JsonArray list)) {
      return value.found();
    }
    String more = list.values().size() > MAX_ITEMS ? ", …" : "";
    return list.values().stream()
        .limit(MAX_ITEMS)
        .map(ShownValue::of)
        .collect(joining(", ", "[", more + "]"));
  }

  /** Whether two values say the same, wherever and however they are written. */
  static boolean same(JsonValue one, JsonValue other) {
    if (one instanceof JsonText a && other instanceof JsonText b) {
      return a.text().equals(b.text());
    } else if (one instanceof JsonNumber a && other instanceof JsonNumber b) {
      return a.number().compareTo(b.number()) == 0;
    } else if (one instanceof JsonBoolean a && other instanceof JsonBoolean b) {
      return a.value() == b.value();
    } else if (one instanceof JsonArray a && other instanceof JsonArray b) {
      return same(a.values(), b.values());
    } else if (one instanceof JsonObject a && other instanceof JsonObject b) {
      return a.members().keySet().equals(b.members().keySet())
          && a.members().entrySet().stream()
              .allMatch(it -> same(it.getValue().value(), b.members().get(it.getKey()).value()));
    }
    return one.getClass() == other.getClass() && one instanceof JsonValue.JsonNull;
  }

  private static boolean same(List<JsonValue> one, List<JsonValue> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size()).allMatch(i -> same(one.get(i), other.get(i)));
  }
}
