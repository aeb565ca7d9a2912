package italk.engine.api;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A JSON object that can't change: what an integrator wants to keep with a user or a group.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link Number}, {@link String}, {@link
 * java.util.List} and {@link Map} with text keys, nested at most {@value #MAX_DEPTH} deep, with at
 * most {@value #MAX_VALUES} values and {@value #MAX_CHARACTERS} characters of text in all. Whole
 * numbers become {@link Long} (or {@link java.math.BigInteger} where they don't fit), so that
 * metadata read back from the store equals what was given.
 *
 * @since 1.0
 */
@ProviderType
public final class Metadata {

  /** How deep values may be nested. */
  public static final int MAX_DEPTH = 16;

  /** How many values there may be in all, on every level. */
  public static final int MAX_VALUES = 1_000;

  /** How many characters all keys and texts may have together. */
  public static final int MAX_CHARACTERS = 65_536;

  /** No metadata. */
  public static final Metadata EMPTY = new Metadata(Map.of());

  private final Map<String, Object> values;

  private Metadata(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * A deep copy of {@code values}.
   *
   * @throws EngineException with {@link Problem.Code#INVALID} where a value is no JSON or a bound
   *     is exceeded
   */
  public static Metadata of(Map<String, ?> values) {
    return values.isEmpty() ? EMPTY : new Metadata(new JsonCopy().object(values));
  }

  /**
   * The object; neither it nor anything inside can be modified. Keeps the order in which it was
   * given.
   */
  public Map<String, Object> asMap() {
    return values;
  }

  /** True where there is no key at all. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * The value at the end of a path of keys; empty where a step is missing or the value is {@code
   * null}.
   */
  public Optional<Object> get(String... path) {
    Object found = values;
    for (String key : path) {
      if (!(found instanceof Map<?, ?> object)) {
        return Optional.empty();
      }
      found = object.get(key);
    }
    return Optional.ofNullable(found);
  }

  /** The text at the end of a path of keys; empty where there is none or it is no text. */
  public Optional<String> text(String... path) {
    return get(path).filter(String.class::isInstance).map(String.class::cast);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
