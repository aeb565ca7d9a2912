package italk.engine.config.json;

/**
 * A place in the file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Location(int line, int column) {

  /** The beginning of the file, where a problem is one of the file as a whole. */
  public static final Location START = new Location(1, 1);

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
