package italk.engine.config.change;

import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.plan.Installed;

/** Something that is to be changed in a file. A function. */
@FunctionalInterface
public interface Change {

  /**
   * A file.
   *
   * @param text its characters
   * @param document what they say
   * @param installed what is installed
   */
  record Source(String text, JsonObject document, Installed installed) {}

  /** What comes of it. */
  sealed interface Result {
    /**
     * This text; the same where there is nothing to do.
     *
     * @param text the text
     * @param message what to know of it, or nothing
     */
    record Text(String text, String message) implements Result {

      /** Of which there is nothing more to know. */
      public Text(String text) {
        this(text, "");
      }
    }

    /** It can't be done to this file, or is wrong in itself. */
    record Refused(String why) implements Result {}
  }

  /** The file as it is to be. */
  Result on(Source file);
}
