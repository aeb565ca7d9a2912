package italk.engine.deploy.folder;

import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.RefusedException;
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
 * The files of the hot folder, read by way of private copies: others write to the folder at any
 * time. Belongs to the thread of operations.
 */
public final class JarFiles {

  private static final Logger LOG = LoggerFactory.getLogger(JarFiles.class);

  private final Path folder;
  private final KeptVersions kept;
  private final JarInspection inspection;

  public JarFiles(Path folder, KeptVersions kept, JarInspection inspection) {
    this.folder = folder;
    this.kept = kept;
    this.inspection = inspection;
  }

  /** The jars that lie in the folder now. */
  Set<Path> all() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> isJar(folder, file)).collect(Collectors.toSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** True for a jar directly in {@code folder}, unless hidden. */
  public static boolean isJar(Path folder, Path file) {
    String name = file.getFileName().toString();
    return folder.equals(file.getParent()) && name.endsWith(".jar") && !name.startsWith(".");
  }

  /**
   * What a file holds now.
   *
   * @throws RefusedException where it is not whole, no bundle, or not trusted
   */
  ExtensionJar read(Path file) throws IOException, RefusedException {
    return inspection.check(file, kept.stage(file));
  }

  /**
   * The bytes of a jar, to be discarded.
   *
   * @throws RefusedException where they are no longer those that were read
   */
  Path bytesOf(ExtensionJar jar) throws IOException, RefusedException {
    Path bytes = kept.stage(jar.file());
    if (!JarCheck.digest(bytes).equals(jar.digest())) {
      throw new RefusedException("it changes while it is read: wait for the end of the copying");
    }
    return bytes;
  }

  /** The private copy is of no use any more. */
  public void discardCopy() {
    kept.discard();
  }

  /** A file of the folder that has {@code jar} put into it, and is nobody else's. */
  public Path freePlaceFor(ExtensionJar jar) {
    Path own = folder.resolve(jar.file().getFileName());
    // It may have been asked for by the very file that lies there.
    if (isJar(folder, own) && (Files.notExists(own) || own.equals(jar.file()))) {
      return own;
    }
    Path place = folder.resolve(jar.symbolicName() + ".jar");
    for (int count = 2; Files.exists(place); count++) {
      place = folder.resolve(jar.symbolicName() + "-" + count + ".jar");
    }
    return place;
  }

  /**
   * Takes a file out of the way, under a name that says so: a restart would prefer it to what was
   * wanted since.
   */
  void setAside(Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ".unused");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "{} holds a higher version than the one that is wanted now, and was renamed to {}.",
          file.getFileName(),
          aside.getFileName());
    } catch (IOException unwritable) {
      LOG.error(
          "{} holds a higher version than the one that is wanted now, and can't be renamed to {};"
              + " delete it, or it runs after a restart: {}",
          file,
          aside.getFileName(),
          unwritable.toString());
    }
  }
}
