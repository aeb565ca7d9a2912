package italk.engine.api.configuration;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Something in a configuration file that is wrong, or that its author should know.
 *
 * @param severity whether it keeps the file from being taken over
 * @param file the file's name, such as {@code config.json}
 * @param line where, from 1; 1 where it is about the file as a whole
 * @param column where, from 1, in characters
 * @param path the key path, such as {@code message_rate_limiter.burst}; empty where it is about the
 *     file as a whole
 * @param message what was expected, what was found and what to do; never the value of a secret
 *     option
 * @since 1.0
 */
@ProviderType
public record Finding(
    Severity severity, String file, int line, int column, String path, String message) {

  /** How bad it is. New severities may be added: have a default branch. */
  @ProviderType
  public enum Severity {
    /** The file is not taken over because of it. */
    ERROR,
    /** The file is taken over, and surely was not meant so. */
    WARNING
  }

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException where line or column is less than 1
   */
  public Finding {
    requireNonNull(severity, "severity");
    requireNonNull(file, "file");
    requireNonNull(path, "path");
    requireNonNull(message, "message");
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "Expected a line and a column from 1, found " + line + ":" + column + ".");
    }
  }

  /** As one line: {@code config.json:4:25: message_rate_limiter.burst: expected …}. */
  @Override
  public String toString() {
    String place = file + ":" + line + ":" + column + ": ";
    return place + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
