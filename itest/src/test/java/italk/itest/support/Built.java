package italk.itest.support;

import java.nio.file.Path;

/** What Maven built, found by the system properties that the build sets. */
public final class Built {

  private Built() {}

  /** The distribution as a folder. */
  public static Path distribution() {
    return path("itest.distribution");
  }

  /** Where tests may write. */
  public static Path target() {
    return path("itest.target");
  }

  /** The root of the repository. */
  public static Path root() {
    return path("itest.root").normalize();
  }

  public static String version() {
    return property("itest.version");
  }

  private static Path path(String name) {
    return Path.of(property(name)).toAbsolutePath();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "The system property " + name + " is missing: run this test by mvn verify.");
    }
    return value;
  }
}
