package italk.engine.deploy.jar;

import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.KeptVersion.State;
import java.io.FileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the jars that ran, in the data folder: what a rollback goes to, and what runs after a
 * restart that finds a damaged jar. A folder for each symbolic name; in it each version is a file
 * {@code ran-NUMBER-VERSION.jar} or, once rolled back, {@code undone-NUMBER-VERSION.jar}. The
 * highest number that ran is the current one. {@code origin} names the file in the hot folder.
 *
 * <p>For one thread at a time. A crash at any moment leaves whole files under these names.
 */
public final class KeptVersions {

  private static final Logger LOG = LoggerFactory.getLogger(KeptVersions.class);
  private static final Pattern NAME = Pattern.compile("(ran|undone)-(\\d{1,18})-(.+)\\.jar");
  // No symbolic name begins with a dot, so none is called so.
  private static final String STAGED = ".staged";
  private static final String ORIGIN = "origin";
  private static final String NEW = ".new";

  private final Path folder;
  private final IntSupplier limit;

  /**
   * One kept jar.
   *
   * @param bytes the copy
   * @param number counts up with each version that is put in
   * @param version the bundle's
   * @param undone true where it was rolled back
   */
  public record Kept(Path bytes, long number, String version, boolean undone) {

    private static Optional<Kept> of(Path file) {
      Matcher matcher = NAME.matcher(file.getFileName().toString());
      return matcher.matches()
          ? Optional.of(
              new Kept(
                  file,
                  Long.parseLong(matcher.group(2)),
                  matcher.group(3),
                  matcher.group(1).equals("undone")))
          : Optional.empty();
    }
  }

  /**
   * Keeps them in {@code folder}.
   *
   * @param limit how many of each symbolic name, the current one included
   */
  public KeptVersions(Path folder, IntSupplier limit) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.limit = limit;
    // What a crash has left, and what is no kept version.
    for (Path path : list(folder)) {
      if (!Files.isDirectory(path)) {
        delete(path);
      }
    }
  }

  /**
   * A private copy of a jar: what is checked is what is installed, whoever writes meanwhile. There
   * is one at a time.
   */
  public Path stage(Path jar) throws IOException {
    JarCheck.refuseOddFiles(jar);
    return Files.copy(jar, folder.resolve(STAGED), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The staged copy is of no use any more. */
  public void discard() {
    delete(folder.resolve(STAGED));
  }

  /** All of a symbolic name, the newest first. */
  public List<Kept> all(String symbolicName) {
    return list(of(symbolicName)).stream()
        .map(Kept::of)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingLong(Kept::number).reversed())
        .toList();
  }

  /** The one that runs, or ran last. */
  public Optional<Kept> current(String symbolicName) {
    return all(symbolicName).stream().filter(kept -> !kept.undone()).findFirst();
  }

  /** The one that ran before the current one. */
  public Optional<Kept> before(String symbolicName) {
    return all(symbolicName).stream().filter(kept -> !kept.undone()).skip(1).findFirst();
  }

  /** The newest with this version, which may be the current one. */
  public Optional<Kept> find(String symbolicName, String version) {
    return all(symbolicName).stream().filter(kept -> kept.version().equals(version)).findFirst();
  }

  /**
   * A jar runs now: it is kept as the current version.
   *
   * @param bytes stays where it is
   */
  public void add(ExtensionJar jar, Path bytes) throws IOException {
    Path own = Files.createDirectories(of(jar.symbolicName()));
    List<Kept> before = all(jar.symbolicName());
    long number = before.isEmpty() ? 1 : before.get(0).number() + 1;
    Path copy = own.resolve(NEW);
    Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
    Files.move(
        copy,
        own.resolve("ran-" + number + "-" + jar.version() + ".jar"),
        StandardCopyOption.ATOMIC_MOVE);
    for (Kept kept : before) {
      if (JarCheck.digest(kept.bytes()).equals(jar.digest())) {
        delete(kept.bytes());
      }
    }
    originOf(jar.symbolicName(), jar.file());
    prune(jar.symbolicName());
  }

  /** A version that ran before runs again: those put in since were undone. */
  public void goBackTo(String symbolicName, Kept target) throws IOException {
    for (Kept kept : all(symbolicName)) {
      if (kept.number() > target.number() && !kept.undone()) {
        Files.move(
            kept.bytes(),
            kept.bytes().resolveSibling("undone-" + kept.number() + "-" + kept.version() + ".jar"),
            StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.setLastModifiedTime(target.bytes(), FileTime.from(Instant.now()));
  }

  // Of those that can go, first the oldest that was undone, then the oldest.
  private void prune(String symbolicName) {
    List<Kept> candidates = new ArrayList<>(all(symbolicName));
    current(symbolicName).ifPresent(candidates::remove);
    candidates.sort(Comparator.comparing(Kept::undone).reversed().thenComparing(Kept::number));
    int tooMany = candidates.size() + 1 - limit.getAsInt();
    candidates.stream().limit(Math.max(0, tooMany)).forEach(kept -> delete(kept.bytes()));
  }

  /** Which file of the hot folder a symbolic name came from. */
  public void originOf(String symbolicName, Path jar) throws IOException {
    Path written = of(symbolicName).resolve(NEW);
    // Not a channel: what runs already is noted, also by a thread that was interrupted.
    try (Writer out = new FileWriter(written.toFile(), StandardCharsets.UTF_8)) {
      out.write(jar.getFileName().toString());
    }
    Files.move(written, written.resolveSibling(ORIGIN), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The symbolic names whose kept versions came from this file of the hot folder. */
  public List<String> namesFrom(Path jar) {
    return list(folder).stream()
        .filter(own -> jar.getFileName().toString().equals(origin(own)))
        .map(own -> own.getFileName().toString())
        .toList();
  }

  private static String origin(Path own) {
    try {
      Path file = own.resolve(ORIGIN);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** For who asks which versions there are: the newest first. */
  public List<KeptVersion> describe(String symbolicName) throws IOException {
    Optional<Kept> current = current(symbolicName);
    List<KeptVersion> versions = new ArrayList<>();
    for (Kept kept : all(symbolicName)) {
      State state =
          current.filter(kept::equals).isPresent()
              ? State.CURRENT
              : kept.undone() ? State.UNDONE : State.BEFORE;
      versions.add(
          new KeptVersion(
              kept.version(),
              state,
              Files.getLastModifiedTime(kept.bytes()).toInstant(),
              JarCheck.digest(kept.bytes())));
    }
    return versions;
  }

  /** Nothing of a symbolic name is kept any more. */
  public void forget(String symbolicName) {
    Path own = of(symbolicName);
    list(own).forEach(KeptVersions::delete);
    delete(own);
  }

  /** Forgets all but these; what happened while the engine was down. */
  public void forgetAllBut(Set<String> symbolicNames) {
    list(folder).stream()
        .map(own -> own.getFileName().toString())
        .filter(name -> !symbolicNames.contains(name))
        .forEach(this::forget);
  }

  // A symbolic name is a file name: JarCheck takes no other.
  private Path of(String symbolicName) {
    return folder.resolve(symbolicName);
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException undeletable) {
      LOG.warn("{} can't be deleted: {}", file, undeletable.toString());
    }
  }
}
