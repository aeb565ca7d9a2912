package italk.engine.config.plan;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.Location;

/**
 * Something in the file that is wrong, or that its author should know.
 *
 * @param location where
 * @param path the key path, such as {@code message_rate_limiter.burst}; empty for the whole file
 * @param text what was expected and what was found
 */
public record ConfigProblem(Location location, String path, String text) {

  /** The problem of a file that is no JSON. */
  public static ConfigProblem of(JsonException e) {
    return new ConfigProblem(e.location(), "", e.getMessage() + ".");
  }

  /** As one line: {@code config.json:4:25: message_rate_limiter.burst: expected …}. */
  public String in(String file) {
    return file + ":" + location + ": " + (path.isEmpty() ? "" : path + ": ") + text;
  }
}
