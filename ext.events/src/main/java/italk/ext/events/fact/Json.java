package italk.ext.events.fact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import italk.engine.api.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps and lists. Never hand Jackson a class of this bundle: it remembers every class it
 * has seen, and would hold this bundle's loader after its end.
 */
public final class Json {

  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final TypeReference<List<LinkedHashMap<String, Object>>> OBJECTS =
      new TypeReference<>() {};
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The text of an object or a list. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This can't be written as JSON.", e);
    }
  }

  /** An object as somebody typed it. */
  public static Map<String, Object> object(String text) {
    return read(text, OBJECT, "a JSON object");
  }

  /** A list of objects. */
  public static List<LinkedHashMap<String, Object>> objects(String text) {
    return read(text, OBJECTS, "a JSON list of objects");
  }

  private static <T> T read(String text, TypeReference<T> type, String expected) {
    try {
      T read = MAPPER.readValue(text, type);
      if (read != null) {
        return read;
      }
    } catch (MismatchedInputException otherJson) {
      throw Problem.of(Problem.Code.INVALID, "Expected " + expected + ", found other JSON.")
          .exception();
    } catch (JsonProcessingException e) {
      throw Problem.of(
              Problem.Code.INVALID,
              "Expected "
                  + expected
                  + ", found what can't be read as one: "
                  + e.getOriginalMessage())
          .exception();
    }
    throw Problem.of(Problem.Code.INVALID, "Expected " + expected + ", found null.").exception();
  }
}
