package italk.engine.api.extension;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps an extension's own small data over its updates and over restarts of the engine. An OSGi
 * service: each bundle that gets it sees its own data, under its extension's name. Safe for any
 * thread.
 *
 * @since 1.0
 */
@ProviderType
public interface ExtensionStorage {

  /** How many characters a key may have. */
  int MAX_KEY_LENGTH = 256;

  /** How many characters a value may have. */
  int MAX_VALUE_LENGTH = 1 << 20;

  /** The value of a key; empty where there is none. */
  Optional<String> get(String key);

  /** All keys and values, ordered by key. */
  Map<String, String> all();

  /**
   * Stores all entries or none. Blocks until they are durably stored.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} where a bound is exceeded, {@code
   *     UNAVAILABLE} where the store can't write
   */
  void putAll(Map<String, String> entries);

  /** Stores one entry, as {@link #putAll} does. */
  default void put(String key, String value) {
    putAll(Map.of(key, value));
  }

  /**
   * Removes a key. Blocks until that is durable. A key that isn't there is none afterwards, either.
   */
  void remove(String key);
}
