package italk.engine.api.operation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The class loader of a version that no longer runs, and is still in memory.
 *
 * @param bundle the bundle's symbolic name
 * @param version the version that it was
 * @param since when it was replaced or uninstalled
 * @param holders who holds it, such as {@code thread "poller" (it runs code of the extension)};
 *     empty where nobody was found
 * @since 1.0
 */
@ProviderType
public record Leak(String bundle, String version, Instant since, List<String> holders) {

  /** Checks that nothing is missing. */
  public Leak {
    requireNonNull(bundle, "bundle");
    requireNonNull(version, "version");
    requireNonNull(since, "since");
    holders = List.copyOf(holders);
  }
}
