package italk.engine.store.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object, looked at key by key. What is wrong is told by its path. For one thread.
 *
 * <p>What the API's own constructors check is left to them.
 */
final class JsonFields {

  private static final int MAX_QUOTED = 64;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final String path;
  private final ObjectNode object;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(String path, ObjectNode object) {
    this.path = path;
    this.object = object;
  }

  /** An object at a path. */
  static JsonFields of(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new JsonFields(path, object);
    }
    throw wrong(path, "an object", kind(node));
  }

  /** Its path. */
  String path() {
    return path;
  }

  /** The path of a key. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** True where there is a key, and it isn't null. */
  boolean has(String key) {
    asked.add(key);
    return object.hasNonNull(key);
  }

  /** A text that has to be there. */
  String text(String key, int max) {
    JsonNode value = value(key);
    if (!value.isTextual()) {
      throw wrong(path(key), "a text", kind(value));
    }
    return text(path(key), value.textValue(), max);
  }

  Optional<String> optionalText(String key, int max) {
    return has(key) ? Optional.of(text(key, max)) : Optional.empty();
  }

  private static String text(String path, String text, int max) {
    if (text.length() > max) {
      throw wrong(path, "at most " + max + " characters", text.length() + " characters");
    }
    if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
      throw wrong(path, "a text", "one with U+0000 or half of a surrogate pair in it");
    }
    return text;
  }

  long number(String key, long min, long max) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(path(key), "a whole number", kind(value));
    }
    if (value.longValue() < min || value.longValue() > max) {
      throw wrong(path(key), min + " to " + max, value.asText());
    }
    return value.longValue();
  }

  Instant time(String key) {
    String text = text(key, MAX_QUOTED);
    try {
      Instant time = Instant.parse(text);
      if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
        throw wrong(path(key), "a time of the years 1970 to 9999", text);
      }
      return time;
    } catch (DateTimeException e) {
      throw wrong(path(key), "a time such as 2026-11-22T10:00:00Z", quoted(text));
    }
  }

  Optional<Instant> optionalTime(String key) {
    return has(key) ? Optional.of(time(key)) : Optional.empty();
  }

  /** One of an enum's constants, by its name in lower case. */
  <E extends Enum<E>> E constant(String key, Class<E> type) {
    String text = text(key, MAX_QUOTED);
    List<String> names = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      if (lower(each).equals(text)) {
        return each;
      }
      names.add(lower(each));
    }
    throw wrong(path(key), "one of " + names, quoted(text));
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Metadata; where the key isn't there, none. */
  Metadata metadata(String key) {
    if (!has(key)) {
      return Metadata.EMPTY;
    }
    JsonFields inner = JsonFields.of(path(key), object.get(key));
    return at(path(key), () -> Metadata.of(plain(inner.object)));
  }

  /** The objects in an array that has to be there. */
  List<JsonFields> objects(String key) {
    JsonNode value = array(key);
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      objects.add(of(path(key) + "[" + i + "]", value.get(i)));
    }
    return objects;
  }

  /** The texts in an array that has to be there. */
  List<String> texts(String key, int max) {
    JsonNode value = array(key);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String at = path(key) + "[" + i + "]";
      if (!value.get(i).isTextual()) {
        throw wrong(at, "a text", kind(value.get(i)));
      }
      texts.add(text(at, value.get(i).textValue(), max));
    }
    return texts;
  }

  private JsonNode array(String key) {
    JsonNode value = value(key);
    if (!value.isArray()) {
      throw wrong(path(key), "an array", kind(value));
    }
    return value;
  }

  /** An object that has to be there. */
  JsonFields object(String key) {
    return of(path(key), value(key));
  }

  /** The name of the one key that there is. */
  String onlyKey() {
    if (object.size() != 1) {
      throw wrong(path, "an object with one key", object.size() + " keys");
    }
    return object.fieldNames().next();
  }

  /** A key that is not needed. */
  void ignore(String key) {
    asked.add(key);
  }

  /** Refuses what nobody asked for: nothing of a file is dropped without a word. */
  void nothingElse() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!asked.contains(name)) {
                throw wrong(path, "the keys " + asked.stream().sorted().toList(), quoted(name));
              }
            });
  }

  /** Makes something; what the API finds wrong with it is told with the path. */
  <T> T make(Made<T> made) {
    T thing = at(path, made);
    nothingElse();
    return thing;
  }

  static <T> T at(String path, Made<T> made) {
    try {
      return made.make();
    } catch (EngineException e) {
      String message = e.problem().message();
      // What was found deeper inside names its own place.
      throw path.isEmpty() || message.startsWith(path)
          ? e
          : Problem.of(Problem.Code.INVALID, path + ": " + message).exception();
    }
  }

  /** Makes something of the API. */
  interface Made<T> {
    T make();
  }

  private JsonNode value(String key) {
    if (!has(key)) {
      throw wrong(path(key), "a value", "none");
    }
    return object.get(key);
  }

  /** Something is not as it has to be. */
  static EngineException wrong(String path, String expected, String found) {
    String where = path.isEmpty() ? "" : path + ": ";
    return Problem.of(
            Problem.Code.INVALID, where + "expected " + expected + ", found " + found + ".")
        .exception();
  }

  static String quoted(String text) {
    return '"' + (text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text) + '"';
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a text";
      case NUMBER -> "the number " + quoted(node.asText()).replace("\"", "");
      case BOOLEAN -> node.asText();
      case NULL -> "null";
      default -> "nothing";
    };
  }

  private static Map<String, Object> plain(ObjectNode object) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
    return map;
  }

  private static Object plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return plain(object);
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(each -> list.add(plain(each)));
      return list;
    } else if (node.isNumber()) {
      return node.numberValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.textValue();
  }
}
