package italk.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where the bundles lie. Configuration, data and extensions lie in the home, which may be the same
 * folder or another.
 *
 * @param folder has {@code bundle/} in it
 */
record Installation(Path folder) {

  private static final String PACKED = "distribution.zip";

  /**
   * The installation that this code belongs to: the folder around {@code lib/}, or else what is
   * packed in the one jar, unpacked into {@code home}. The home gets what it lacks.
   */
  static Installation prepare(Path home) {
    try {
      Files.createDirectories(home);
      Path folder = aroundLib();
      if (folder != null) {
        if (!Files.isSameFile(folder, home)) {
          new Provisioning(home).from(Distribution.ofFolder(folder), Provisioning.HOME_ONLY);
        }
        return new Installation(folder);
      }
      URL packed = Installation.class.getResource(PACKED);
      if (packed == null) {
        throw new StartException(
            "There are no bundles: expected a folder \"bundle\" beside the folder of the launcher's"
                + " jar, or the jar italk-VERSION.jar on the class path. Found "
                + codeLocation()
                + ".");
      }
      new Provisioning(home).from(Distribution.ofZip(opener(packed)), Provisioning.EVERYTHING);
      return new Installation(home);
    } catch (IOException failed) {
      throw new StartException(
          "The home folder " + home + " can't be prepared: " + failed + ".", failed);
    }
  }

  private static Distribution.Opener opener(URL packed) {
    return packed::openStream;
  }

  private static Path aroundLib() {
    Path code = codeLocation();
    Path lib = code == null ? null : code.getParent();
    boolean installed =
        lib != null && lib.endsWith("lib") && Files.isDirectory(lib.resolveSibling("bundle"));
    return installed ? lib.getParent() : null;
  }

  private static Path codeLocation() {
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? null : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException notAFile) {
      return null;
    }
  }
}
