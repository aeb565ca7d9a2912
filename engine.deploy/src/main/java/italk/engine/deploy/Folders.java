package italk.engine.deploy;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * What the framework's properties say.
 *
 * @param extensions the hot folder
 * @param data where copies are kept
 * @param trusted the certificates of those whose signed jars are trusted
 * @param startLevel of extensions: below the engine's, so that at a shutdown the engine drains its
 *     queues while they still run; 0 for the framework's own
 */
record Folders(Path extensions, Path data, Path trusted, int startLevel) {

  static Folders of(BundleContext context) {
    Path home = Path.of(property(context, "italk.home", ""));
    String level = property(context, "felix.fileinstall.start.level", "0");
    return new Folders(
        Path.of(property(context, "italk.extensions", home.resolve("extensions").toString())),
        Path.of(property(context, "italk.data", home.resolve("data").toString())),
        Path.of(property(context, "italk.trusted", home.resolve("conf/trusted").toString())),
        level.matches("\\d{1,9}") ? Integer.parseInt(level) : 0);
  }

  private static String property(BundleContext context, String name, String otherwise) {
    String value = context.getProperty(name);
    return value == null || value.isBlank() ? otherwise : value;
  }
}
