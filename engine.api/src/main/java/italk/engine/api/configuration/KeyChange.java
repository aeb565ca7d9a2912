package italk.engine.api.configuration;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of one key.
 *
 * @param path the key path, such as {@code welcome.message}; {@code extensions} and {@code logging}
 *     are paths of their own
 * @param before the value before as JSON on one line, cut with … after 200 characters; empty where
 *     it was not given
 * @param after the value after; empty where it is not given any more
 * @param masked true where the value is secret, or may be (nobody who is installed describes the
 *     option): then the values are {@link EngineConfiguration#MASK} where there are any
 * @since 1.0
 */
@ProviderType
public record KeyChange(
    String path, Optional<String> before, Optional<String> after, boolean masked) {

  /** Checks that nothing is missing. */
  public KeyChange {
    requireNonNull(path, "path");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }

  /** As one line: {@code welcome.message: "Bonjour" -> "Bienvenue"}. */
  @Override
  public String toString() {
    return path + ": " + before.orElse("(not given)") + " -> " + after.orElse("(not given)");
  }
}
