package italk.engine.deploy.folder;

import italk.engine.deploy.jar.ExtensionJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies in the hot folder and is whole, by file; of several that are one bundle, which counts.
 * Belongs to the thread of operations.
 */
final class GoodJars {

  private final Installations installations;
  private final Map<Path, ExtensionJar> jars = new HashMap<>();

  GoodJars(Installations installations) {
    this.installations = installations;
  }

  boolean contains(Path file) {
    return jars.containsKey(file);
  }

  /** A file is good; returns what was known of it before. */
  Optional<ExtensionJar> put(ExtensionJar jar) {
    return Optional.ofNullable(jars.put(jar.file(), jar));
  }

  void remove(Path file) {
    jars.remove(file);
  }

  /** The one that is to run. */
  Optional<ExtensionJar> preferred(String symbolicName) {
    // A file may have been overwritten by something refused: then what runs of it still counts.
    Stream<ExtensionJar> refusedSince =
        installations.running().filter(jar -> !contains(jar.file()) && Files.exists(jar.file()));
    return Stream.concat(jars.values().stream(), refusedSince)
        .filter(jar -> jar.symbolicName().equals(symbolicName))
        .max(ExtensionJar.PREFERENCE);
  }

  /** The files that a restart would prefer to this one. */
  List<Path> preferredTo(ExtensionJar jar) {
    return jars.values().stream()
        .filter(other -> other.symbolicName().equals(jar.symbolicName()))
        .filter(other -> !other.file().equals(jar.file()))
        .filter(other -> ExtensionJar.PREFERENCE.compare(other, jar) > 0)
        .map(ExtensionJar::file)
        .toList();
  }
}
