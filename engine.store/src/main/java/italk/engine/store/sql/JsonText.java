package italk.engine.store.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import italk.engine.api.Metadata;
import java.util.LinkedHashMap;

/** Metadata as JSON text and back, equal to what it was and in the same order. */
final class JsonText {

  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  // Whatever metadata may hold must be readable again: a whole number or a key may be as long as
  // all of its text, which is more than Jackson reads unless told. Thread-safe once it is set up.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNumberLength(2 * Metadata.MAX_CHARACTERS)
                      .maxNameLength(2 * Metadata.MAX_CHARACTERS)
                      .build())
              .build());

  private JsonText() {}

  static String of(Metadata metadata) {
    try {
      return MAPPER.writeValueAsString(metadata.asMap());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The metadata can't be written as JSON.", e);
    }
  }

  /**
   * Reads metadata.
   *
   * @param owner whose it is, for the message where somebody edited it into something else
   */
  static Metadata parse(String text, String owner) {
    try {
      return Metadata.of(MAPPER.readValue(text, OBJECT));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The metadata of "
              + owner
              + " in the database must be a JSON object, found what can't be read as one ("
              + e.getOriginalMessage()
              + "): correct it in the database, or set it to {}.",
          e);
    }
  }
}
