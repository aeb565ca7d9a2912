package italk.bench.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the measurements find and put files, said by system properties that the scripts set. */
public final class Place {

  /** The distribution as a folder. */
  public static final String DISTRIBUTION = "italk.bench.distribution";

  /** A folder for everything that a run writes. */
  public static final String WORK = "italk.bench.work";

  private Place() {}

  /** The distribution as a folder. */
  public static Path distribution() {
    return path(DISTRIBUTION);
  }

  /** Where {@link HookJars} puts its jars. */
  public static Path jars() {
    return path(WORK).resolve("jars");
  }

  /** A new, empty folder. */
  public static Path newFolder(String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(path(WORK)), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("No folder can be made in " + path(WORK), e);
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be deleted", e);
    }
  }

  private static Path path(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "The system property " + name + " is missing: run this by a script in bench/.");
    }
    return Path.of(value).toAbsolutePath();
  }
}
