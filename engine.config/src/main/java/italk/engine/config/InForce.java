package italk.engine.config;

import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.Location;
import java.util.Map;

/**
 * What is in force: a file's content, whatever was installed when it was read. Nobody changes it.
 *
 * @param file the file's name, as errors show it
 * @param content its bytes
 * @param document what they say
 * @param fromFile false where it is not {@code config.json} but a substitute
 */
record InForce(String file, byte[] content, JsonObject document, boolean fromFile) {

  /** Where there is neither a file nor a copy. */
  static final InForce NOTHING =
      new InForce(
          "The empty configuration", new byte[0], new JsonObject(Location.START, Map.of()), false);
}
