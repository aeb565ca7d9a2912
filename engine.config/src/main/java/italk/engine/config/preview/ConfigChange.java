package italk.engine.config.preview;

/**
 * One difference between two files, as far as they mean something different.
 *
 * @param kind what kind of difference
 * @param path the key path: of an option {@code welcome.message}, of an extension its name
 * @param from what is before, in words fit for a line; empty where nothing is
 * @param to what is after, likewise
 */
public record ConfigChange(Kind kind, String path, String from, String to) {

  /** Kinds of differences. */
  public enum Kind {
    /** A name comes into the list of extensions. */
    ENABLED,
    /** A name goes out of it. */
    DISABLED,
    /** The names that stay are in another order. */
    REORDERED,
    /** An option has another value. */
    OPTION
  }

  /** As one line. */
  public String line() {
    return switch (kind) {
      case ENABLED -> path + ": enabled, " + to;
      case DISABLED -> path + ": disabled, was " + from;
      case REORDERED, OPTION -> path + ": " + from + " -> " + to;
    };
  }
}
