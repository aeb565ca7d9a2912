package italk.engine.deploy.jar;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import org.osgi.framework.Version;

/**
 * A jar of the hot folder that was found to be a whole bundle.
 *
 * @param file where it lies in the hot folder
 * @param symbolicName which bundle it is
 * @param version which version of it
 * @param modified when the file was written
 * @param digest the SHA-256 of its bytes
 */
public record ExtensionJar(
    Path file, String symbolicName, Version version, Instant modified, String digest) {

  /**
   * Which one counts where two files are the same bundle: the higher version, then the newer file,
   * then the name, so that a restart decides as the running engine did.
   */
  public static final Comparator<ExtensionJar> PREFERENCE =
      Comparator.comparing(ExtensionJar::version)
          .thenComparing(ExtensionJar::modified)
          .thenComparing(ExtensionJar::file);

  /** For log lines, such as {@code italk.ext.welcome 0.1.0}. */
  public String inWords() {
    return symbolicName + " " + version;
  }
}
