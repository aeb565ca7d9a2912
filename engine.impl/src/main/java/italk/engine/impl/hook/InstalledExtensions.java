package italk.engine.impl.hook;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The bundles that are extensions, and which of them counts for a name. Guarded by the registry's
 * lock.
 */
final class InstalledExtensions {

  private final Map<Long, InstalledExtension> byBundle = new LinkedHashMap<>();

  /** Bundles that are on their way out, and do not count any more. */
  private final Set<Long> dismissed = new HashSet<>();

  void set(long bundleId, Optional<InstalledExtension> extension) {
    extension.ifPresentOrElse(
        found -> byBundle.put(bundleId, found),
        () -> {
          byBundle.remove(bundleId);
          dismissed.remove(bundleId);
        });
  }

  void dismiss(long bundleId) {
    if (byBundle.containsKey(bundleId)) {
      dismissed.add(bundleId);
    }
  }

  /** The extension that a bundle is; empty where it is none. */
  Optional<InstalledExtension> of(long bundleId) {
    return Optional.ofNullable(byBundle.get(bundleId));
  }

  /** The bundle that counts for a name. */
  Optional<InstalledExtension> of(String name) {
    return byBundle.values().stream()
        .filter(extension -> extension.name().equals(name))
        .filter(extension -> !dismissed.contains(extension.bundle().getBundleId()))
        .reduce((one, other) -> other.isPreferredTo(one) ? other : one);
  }

  /** All that are an extension of this name, whether they count or not. */
  List<InstalledExtension> all(String name) {
    return byBundle.values().stream().filter(one -> one.name().equals(name)).toList();
  }

  /** All names, in order. */
  List<String> names() {
    return byBundle.values().stream().map(InstalledExtension::name).distinct().sorted().toList();
  }
}
