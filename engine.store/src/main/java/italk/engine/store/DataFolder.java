package italk.engine.store;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** Finds the data folder of this installation by the framework's properties. */
final class DataFolder {

  private DataFolder() {}

  /**
   * {@code italk.data}; without it, {@code data} in {@code italk.home} or else in the working
   * folder.
   */
  static Path of(BundleContext context) {
    String data = context.getProperty("italk.data");
    if (data != null && !data.isBlank()) {
      return Path.of(data);
    }
    String home = context.getProperty("italk.home");
    return Path.of(home == null ? "" : home).resolve("data");
  }
}
