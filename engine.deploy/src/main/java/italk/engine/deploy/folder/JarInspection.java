package italk.engine.deploy.folder;

import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.RefusedException;
import java.nio.file.Path;

/** Says what a jar is. */
public interface JarInspection {

  /**
   * Checks {@code bytes}, a copy of {@code file} that nobody else writes to.
   *
   * @throws RefusedException where it is not whole, no bundle, or not trusted
   */
  ExtensionJar check(Path file, Path bytes) throws RefusedException;
}
