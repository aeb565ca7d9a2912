package italk.engine.config.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonNull;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonValue.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads bytes into a {@link JsonObject}: UTF-8, strict JSON, one object, bounded in size and depth,
 * no key twice. Whatever it is given, it either succeeds or throws {@link JsonException}.
 * Stateless; any thread.
 */
public final class JsonReader {

  /** The largest file. */
  public static final int MAX_BYTES = 1 << 20;

  /** How deep objects and lists may be nested. */
  public static final int MAX_DEPTH = 32;

  private static final int MAX_NUMBER_LENGTH = 100;

  private static final char BYTE_ORDER_MARK = 0xFEFF;

  // One level more than we take: our own check comes first and can say where.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * Reads a whole file.
   *
   * @throws JsonException where it is anything but one JSON object within the bounds
   */
  public JsonObject read(byte[] bytes) throws JsonException {
    if (bytes.length > MAX_BYTES) {
      throw new JsonException(
          Location.START, "the file is larger than " + MAX_BYTES + " bytes: make it smaller");
    }
    String text = decode(bytes);
    if (text.isBlank()) {
      throw new JsonException(
          Location.START, "the file is empty: expected a JSON object, at least {}");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw new JsonException(location(e.getLocation()), "this is not JSON: " + words(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static JsonObject document(JsonParser parser) throws IOException, JsonException {
    parser.nextToken();
    JsonValue value = value(parser, 1);
    if (!(value instanceof JsonObject object)) {
      throw new JsonException(value.location(), "expected a JSON object, found " + value.found());
    }
    if (parser.nextToken() != null) {
      throw new JsonException(
          location(parser.currentTokenLocation()),
          "this is not JSON: there is something after the end of the object");
    }
    return object;
  }

  private static JsonValue value(JsonParser parser, int depth) throws IOException, JsonException {
    Location location = location(parser.currentTokenLocation());
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, location, depth);
      case START_ARRAY -> array(parser, location, depth);
      case VALUE_STRING -> new JsonText(location, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, location);
      case VALUE_TRUE -> new JsonBoolean(location, true);
      case VALUE_FALSE -> new JsonBoolean(location, false);
      case VALUE_NULL -> new JsonNull(location);
      default -> throw new JsonException(location, "this is not JSON: unexpected " + token);
    };
  }

  private static JsonNumber number(JsonParser parser, Location location)
      throws IOException, JsonException {
    String written = parser.getText();
    try {
      return new JsonNumber(location, parser.getDecimalValue(), written);
    } catch (NumberFormatException e) {
      throw new JsonException(location, "the number " + written + " is out of all bounds");
    }
  }

  private static JsonObject object(JsonParser parser, Location location, int depth)
      throws IOException, JsonException {
    checkDepth(location, depth);
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Location keyLocation = location(parser.currentTokenLocation());
      String key = parser.currentName();
      parser.nextToken();
      Member before = members.get(key);
      if (before != null) {
        throw new JsonException(
            keyLocation,
            JsonValue.quote(key)
                + " is given twice, first in line "
                + before.location().line()
                + ": keep one of them");
      }
      members.put(key, new Member(keyLocation, value(parser, depth + 1)));
    }
    return new JsonObject(location, members);
  }

  private static JsonArray array(JsonParser parser, Location location, int depth)
      throws IOException, JsonException {
    checkDepth(location, depth);
    List<JsonValue> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, depth + 1));
    }
    return new JsonArray(location, values);
  }

  private static void checkDepth(Location location, int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw new JsonException(location, "this is nested more than " + MAX_DEPTH + " deep");
    }
  }

  private static String decode(byte[] bytes) throws JsonException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      throw new JsonException(
          endOf(out),
          String.format(
              "this is not UTF-8 (found the byte 0x%02X): save the file with the encoding UTF-8",
              bytes[in.position()]));
    }
    // Some editors begin a UTF-8 file with a mark that Jackson would take for a character.
    boolean marked = out.length() > 0 && out.charAt(0) == BYTE_ORDER_MARK;
    return marked ? out.subSequence(1, out.length()).toString() : out.toString();
  }

  private static Location endOf(CharSequence text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      column++;
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return new Location(line, column);
  }

  private static Location location(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? Location.START
        : new Location(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }

  // Jackson names the place of an unclosed bracket as "[Source: …; line: 1, column: 1]". What it
  // could not recognize is not repeated: it may be a secret without its quotes.
  private static String words(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("it can't be read")
        .replaceAll("\\[Source:[^;\\]]*; line: (\\d+), column: (\\d+)]", "line $1, column $2")
        .replaceAll("Unrecognized token '.*?': was", "a word without quotes: was");
  }
}
