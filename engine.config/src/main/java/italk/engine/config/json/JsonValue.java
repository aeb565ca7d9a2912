package italk.engine.config.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON value with its place in the file. Immutable. */
public sealed interface JsonValue {

  /** The longest piece of a value that an error repeats. */
  int MAX_SHOWN = 60;

  /** Where the value begins. */
  Location location();

  /** The value in a few words, fit for an error message: on one line and short. */
  String found();

  /** What kind of value it is, without the value itself. */
  String kind();

  /**
   * A value under its key.
   *
   * @param location where the key begins
   * @param value the value
   */
  record Member(Location location, JsonValue value) {}

  /** An object; keeps the order of its keys. */
  record JsonObject(Location location, Map<String, Member> members) implements JsonValue {
    /** Copies the members. */
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String found() {
      return kind();
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** A list. */
  record JsonArray(Location location, List<JsonValue> values) implements JsonValue {
    /** Copies the values. */
    public JsonArray {
      values = List.copyOf(values);
    }

    @Override
    public String found() {
      return values.isEmpty() ? "an empty list" : kind();
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A text. */
  record JsonText(Location location, String text) implements JsonValue {
    @Override
    public String found() {
      return quote(text);
    }

    @Override
    public String kind() {
      return "a text";
    }
  }

  /** A number, exact; as large as it was written. */
  record JsonNumber(Location location, BigDecimal number, String written) implements JsonValue {
    @Override
    public String found() {
      return written.length() > MAX_SHOWN ? written.substring(0, MAX_SHOWN) + "…" : written;
    }

    @Override
    public String kind() {
      return "a number";
    }
  }

  /** True or false. */
  record JsonBoolean(Location location, boolean value) implements JsonValue {
    @Override
    public String found() {
      return Boolean.toString(value);
    }

    @Override
    public String kind() {
      return "true or false";
    }
  }

  /** Nothing. */
  record JsonNull(Location location) implements JsonValue {
    @Override
    public String found() {
      return "null";
    }

    @Override
    public String kind() {
      return "null";
    }
  }

  /**
   * A text in quotes, cut where it is long, with everything escaped that could break a log line or
   * steer a terminal.
   */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int shown = Math.min(text.length(), MAX_SHOWN);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (isUnsafe(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(shown < text.length() ? "…\"" : "\"").toString();
  }

  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == 0x2028
        || c == 0x2029;
  }
}
