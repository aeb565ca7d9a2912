package italk.engine.deploy.leak;

import java.lang.ref.WeakReference;
import java.time.Instant;

/**
 * The class loader of a version that was replaced or uninstalled.
 *
 * @param bundle the bundle's symbolic name
 * @param loader weak: what this bundle remembers must never be what keeps it
 */
record LostLoader(String bundle, String version, Instant since, WeakReference<ClassLoader> loader) {

  boolean isCollected() {
    return loader.get() == null;
  }
}
