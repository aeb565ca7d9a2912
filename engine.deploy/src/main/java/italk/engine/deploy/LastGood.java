package italk.engine.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the jars that were installed last, in the data folder: what an update goes back to,
 * also after a restart that finds a damaged jar. Used by FileInstall's thread only.
 */
final class LastGood {

  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
  private static final String STAGED = ".staged";

  private final Path folder;

  LastGood(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Where the copy of a jar of the hot folder lies, if there is one. */
  Path of(Path jar) {
    return folder.resolve(jar.getFileName());
  }

  /** A private copy of a jar: what is checked is what is installed, whoever writes meanwhile. */
  Path stage(Path jar) throws IOException {
    return Files.copy(jar, staged(jar), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The staged copy turned out well. */
  void keep(Path jar) throws IOException {
    Files.move(staged(jar), of(jar), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The staged copy is of no use. */
  void discard(Path jar) {
    delete(staged(jar));
  }

  /** The jar is gone for good. */
  void forget(Path jar) {
    delete(of(jar));
  }

  /** Forgets all but these; what happened while the engine was down. */
  void forgetAllBut(Set<Path> jars) {
    Set<Path> kept = jars.stream().map(this::of).collect(Collectors.toSet());
    try (Stream<Path> copies = Files.list(folder)) {
      copies.filter(copy -> !kept.contains(copy)).forEach(LastGood::delete);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Path staged(Path jar) {
    return folder.resolve(jar.getFileName() + STAGED);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException undeletable) {
      LOG.warn("{} can't be deleted: {}", file, undeletable.toString());
    }
  }
}
