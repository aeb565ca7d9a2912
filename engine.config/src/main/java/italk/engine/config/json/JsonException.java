package italk.engine.config.json;

/** The text is no JSON that we take. The message says what is wrong, the location where. */
public final class JsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Location location;

  JsonException(Location location, String message) {
    super(message);
    this.location = location;
  }

  /** Where it is wrong. */
  public Location location() {
    return location;
  }
}
