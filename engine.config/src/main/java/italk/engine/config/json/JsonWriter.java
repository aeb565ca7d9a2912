package italk.engine.config.json;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;

/** Writes values as JSON on one line. Stateless. */
public final class JsonWriter {

  private JsonWriter() {}

  /** A text in quotes; only what has to be escaped is. */
  public static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(text));
    escaped.codePoints().forEach(it -> append(quoted, it));
    return quoted.append('"').toString();
  }

  // Half of a pair of surrogates has no form in UTF-8.
  private static void append(StringBuilder quoted, int codePoint) {
    if (Character.getType(codePoint) == Character.SURROGATE) {
      quoted.append(String.format("\\u%04x", codePoint));
    } else {
      quoted.appendCodePoint(codePoint);
    }
  }

  /** A value with its numbers as they were written. */
  public static String line(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object.members().entrySet().stream()
          .map(it -> text(it.getKey()) + ": " + line(it.getValue().value()))
          .collect(joining(", ", "{", "}"));
    } else if (value instanceof JsonArray array) {
      return array.values().stream().map(JsonWriter::line).collect(joining(", ", "[", "]"));
    } else if (value instanceof JsonText text) {
      return text(text.text());
    }
    return value instanceof JsonNumber number ? number.written() : value.found();
  }
}
