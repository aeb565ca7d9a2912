package italk.engine.deploy;

import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.KeptVersions.Kept;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the hot folder and what runs of them. The bundles follow from what lies in the
 * folder, not from the order of events: for each symbolic name the preferred jar runs, so replacing
 * {@code foo-1.0.jar} by {@code foo-1.1.jar} is an update whichever is copied or deleted first.
 *
 * <p>All state belongs to the thread of operations.
 */
final class ExtensionFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionFolder.class);

  private final Path folder;
  private final Installations installations;
  private final KeptVersions kept;
  private final JarInspection inspection;

  /** What lies in the folder and is whole, by file. */
  private final Map<Path, ExtensionJar> good = new HashMap<>();

  /** What was refused, by file. */
  private final Map<Path, RefusedException> refused = new HashMap<>();

  /** What the first reading has installed and nobody has examined yet. */
  private final List<ExtensionJar> unexamined = new ArrayList<>();

  private boolean isReadOnce;

  /** Says what a jar is. */
  interface JarInspection {
    /**
     * Checks {@code bytes}, a copy of {@code file} that nobody else writes to.
     *
     * @throws RefusedException where it is not whole, no bundle, or not trusted
     */
    ExtensionJar check(Path file, Path bytes) throws RefusedException;
  }

  ExtensionFolder(
      Path folder, Installations installations, KeptVersions kept, JarInspection inspection) {
    this.folder = folder;
    this.installations = installations;
    this.kept = kept;
    this.inspection = inspection;
  }

  /**
   * Takes over what was installed from the folder before, and installs all that lies there now. All
   * are started first and looked at then: one may need another.
   */
  void readFirst(Set<String> installedBefore) throws InterruptedException {
    adopt(installedBefore);
    Set<Path> jars = new TreeSet<>(jars());
    for (Path jar : jars) {
      look(jar);
    }
    isReadOnce = true;
    for (ExtensionJar jar : List.copyOf(unexamined)) {
      examineAtStart(jar);
    }
    unexamined.clear();
    kept.forgetAllBut(
        installations.running().map(ExtensionJar::symbolicName).collect(Collectors.toSet()));
  }

  /** A jar came, or changed, or neither. */
  void look(Path file) throws InterruptedException {
    boolean changed = lookAt(file);
    while (changed) {
      changed = retryRefused();
    }
  }

  /** True where another bundle runs now, or one does not any more. */
  private boolean lookAt(Path file) throws InterruptedException {
    List<ExtensionJar> before = installations.running().toList();
    try {
      ExtensionJar jar = read(file);
      good.put(file, jar);
      settle(jar.symbolicName());
      // The file may have held another bundle before.
      for (String name : namesOf(file)) {
        if (!name.equals(jar.symbolicName()) && good.containsKey(file)) {
          settleWithNewcomers(name);
        }
      }
      warnWhereUnused(jar);
    } catch (NoSuchFileException deletedMeanwhile) {
      LOG.debug("{} was deleted before it was read.", file);
    } catch (IOException unreadable) {
      refuse(file, Optional.empty(), new RefusedException("it can't be read: " + unreadable));
    } catch (RefusedException reason) {
      refuse(file, Optional.empty(), reason);
    } finally {
      kept.discard(file);
    }
    return !before.equals(installations.running().toList());
  }

  /** A jar was deleted. */
  void deleted(Path file) throws InterruptedException {
    good.remove(file);
    refused.remove(file);
    ErrorFile.delete(file);
    for (String name : namesOf(file)) {
      settleWithNewcomers(name);
    }
    while (retryRefused()) {
      LOG.debug("Something that was refused came in.");
    }
  }

  /** This file of the folder holds what runs now: somebody put it there by another door. */
  void holds(Path file, ExtensionJar jar) throws IOException {
    refused.remove(file);
    ErrorFile.delete(file);
    good.put(file, jar);
    installations.isIn(jar);
  }

  Path path() {
    return folder;
  }

  private ExtensionJar read(Path file) throws IOException, RefusedException {
    return inspection.check(file, kept.stage(file));
  }

  /** The bundles that run and came from this file. */
  private List<String> namesOf(Path file) {
    return installations
        .running()
        .filter(jar -> jar.file().equals(file))
        .map(ExtensionJar::symbolicName)
        .toList();
  }

  /** The file of a bundle went. Another one may have come that we are not told of yet. */
  private void settleWithNewcomers(String symbolicName) throws InterruptedException {
    for (Path file : jars()) {
      if (!good.containsKey(file) && !refused.containsKey(file) && namesOf(file).isEmpty()) {
        try {
          ExtensionJar jar = read(file);
          if (jar.symbolicName().equals(symbolicName)) {
            good.put(file, jar);
          }
        } catch (IOException | RefusedException notWhole) {
          LOG.debug("{} is looked at again when it is whole: {}", file, notWhole.toString());
        } finally {
          kept.discard(file);
        }
      }
    }
    settle(symbolicName);
  }

  /** Makes the preferred jar of a symbolic name the one that runs; a refused one is none. */
  private void settle(String symbolicName) throws InterruptedException {
    Optional<ExtensionJar> preferred = preferred(symbolicName);
    while (preferred.isPresent() && !isMadeToRun(preferred.get())) {
      preferred = preferred(symbolicName);
    }
    if (preferred.isEmpty() && installations.running(symbolicName).isPresent()) {
      installations.remove(symbolicName);
    }
  }

  private Optional<ExtensionJar> preferred(String symbolicName) {
    // A file may have been overwritten by something refused: then what runs of it still counts.
    Stream<ExtensionJar> refusedSince =
        installations
            .running()
            .filter(jar -> !good.containsKey(jar.file()) && Files.exists(jar.file()));
    return Stream.concat(good.values().stream(), refusedSince)
        .filter(jar -> jar.symbolicName().equals(symbolicName))
        .max(ExtensionJar.PREFERENCE);
  }

  private boolean isMadeToRun(ExtensionJar jar) throws InterruptedException {
    long begin = System.nanoTime();
    Optional<ExtensionJar> before = installations.running(jar.symbolicName());
    try {
      // Somebody may have updated the bundle past the folder; dropping the file again undoes that.
      if (installations.runs(jar.symbolicName(), jar.digest())) {
        installations.isIn(jar);
      } else if (before.isPresent()) {
        update(jar, before.get(), begin);
      } else {
        install(jar, begin);
      }
      if (good.containsKey(jar.file())) {
        refused.remove(jar.file());
        ErrorFile.delete(jar.file());
      }
      return true;
    } catch (IOException failed) {
      refuse(jar.file(), Optional.of(jar), new RefusedException("it can't be read: " + failed));
    } catch (RefusedException reason) {
      refuse(jar.file(), Optional.of(jar), reason);
    } finally {
      kept.discard(jar.file());
    }
    return false;
  }

  private Path stagedAsChecked(ExtensionJar jar) throws IOException, RefusedException {
    Path bytes = kept.stage(jar.file());
    if (!JarCheck.digest(bytes).equals(jar.digest())) {
      throw new RefusedException("it changes while it is read: wait for the end of the copying");
    }
    return bytes;
  }

  private void update(ExtensionJar jar, ExtensionJar before, long begin)
      throws IOException, RefusedException, InterruptedException {
    Path bytes = stagedAsChecked(jar);
    Duration held = installations.replace(jar, bytes);
    installations.keep(jar, bytes);
    LOG.info(
        "{} was updated from {}, it was {}; messages were held for {} ms.",
        jar.inWords(),
        jar.file().getFileName(),
        before.version(),
        held.toMillis());
    record(Kind.UPDATE, jar, Optional.of(before), Result.DONE, "", begin, held);
  }

  private void install(ExtensionJar jar, long begin)
      throws IOException, RefusedException, InterruptedException {
    Path bytes = stagedAsChecked(jar);
    installations.install(jar, bytes);
    LOG.info("{} was installed from {}.", jar.inWords(), jar.file().getFileName());
    if (!isReadOnce) {
      unexamined.add(jar);
      return;
    }
    try {
      installations.examine(jar, bytes);
      record(Kind.INSTALL, jar, Optional.empty(), Result.DONE, "", begin, Duration.ZERO);
    } catch (RefusedException bad) {
      sayNotActive(jar, bad, begin);
    }
  }

  /** It stays: what it would intercept waits, or is decided by its policy. */
  private void sayNotActive(ExtensionJar jar, RefusedException bad, long begin) {
    String cause = "it is installed, but not active: " + bad.getMessage();
    LOG.error("{}: {}.", jar.file().getFileName(), cause);
    record(Kind.INSTALL, jar, Optional.empty(), Result.FAILED, cause, begin, Duration.ZERO);
  }

  /** A jar that is whole and does not become active: what ran before the restart may. */
  private void examineAtStart(ExtensionJar jar) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      if (!installations.running(jar.symbolicName()).filter(jar::equals).isPresent()) {
        return; // Another one has taken its place since.
      }
      try {
        installations.examine(jar, stagedAsChecked(jar));
        record(Kind.INSTALL, jar, Optional.empty(), Result.DONE, "", begin, Duration.ZERO);
      } catch (RefusedException bad) {
        Optional<Kept> last = installations.lastGoodOtherThan(jar);
        if (last.isEmpty()) {
          sayNotActive(jar, bad, begin);
        } else {
          putBack(jar, last.get(), bad);
        }
      }
    } catch (IOException unreadable) {
      LOG.error("{} can't be kept: {}", jar.inWords(), unreadable.toString());
    } finally {
      kept.discard(jar.file());
    }
  }

  private void putBack(ExtensionJar jar, Kept last, RefusedException bad)
      throws InterruptedException {
    try {
      ExtensionJar before = inspection.check(jar.file(), last.bytes());
      installations.replace(before, last.bytes());
      refuse(jar.file(), Optional.of(jar), bad.after(Result.ROLLED_BACK, Duration.ZERO));
    } catch (RefusedException failed) {
      LOG.error("The last good {} is of no use, either: {}", last.version(), failed.getMessage());
      sayNotActive(jar, bad, System.nanoTime());
    }
  }

  private void refuse(Path file, Optional<ExtensionJar> jar, RefusedException reason)
      throws InterruptedException {
    good.remove(file);
    RefusedException before = refused.put(file, reason);
    Optional<ExtensionJar> runs =
        jar.map(ExtensionJar::symbolicName)
            .or(() -> namesOf(file).stream().findFirst())
            .flatMap(installations::running);
    if (before == null || !before.getMessage().equals(reason.getMessage())) {
      String line =
          file.getFileName()
              + " is refused: "
              + reason.getMessage()
              + "."
              + runs.map(it -> " " + it.version() + ", the version before, runs on.").orElse("");
      LOG.error("{}", line);
      ErrorFile.write(file, line);
      installations.record(
          runs.isPresent() ? Kind.UPDATE : Kind.INSTALL,
          reason.result(),
          runs.map(it -> installations.subject(it.symbolicName()))
              .orElse(file.getFileName().toString()),
          runs.map(it -> it.version().toString()),
          jar.map(it -> it.version().toString()),
          reason.getMessage(),
          System.nanoTime(),
          reason.held());
    }
    if (runs.isEmpty()) {
      fallBack(file);
    }
  }

  private void record(
      Kind kind,
      ExtensionJar jar,
      Optional<ExtensionJar> before,
      Result result,
      String cause,
      long begin,
      Duration held) {
    installations.record(
        kind,
        result,
        installations.subject(jar.symbolicName()),
        before.map(it -> it.version().toString()),
        Optional.of(jar.version().toString()),
        cause,
        begin,
        held);
  }

  /** At a start that finds a damaged jar: what ran of it before is still there. */
  private void fallBack(Path file) throws InterruptedException {
    for (String name : kept.namesFrom(file)) {
      Optional<Kept> last = kept.current(name);
      if (last.isPresent() && preferred(name).isEmpty()) {
        try {
          ExtensionJar jar = inspection.check(file, last.get().bytes());
          installations.install(jar, last.get().bytes());
          LOG.warn("{} runs instead, the last good {}.", jar.inWords(), file.getFileName());
        } catch (RefusedException failed) {
          LOG.error(
              "The last good {} is of no use, either: {}", file.getFileName(), failed.getMessage());
        }
      }
    }
  }

  /** True where something that was refused is in now. */
  private boolean retryRefused() throws InterruptedException {
    boolean changed = false;
    for (Map.Entry<Path, RefusedException> entry : Map.copyOf(refused).entrySet()) {
      if (entry.getValue().isCurable() && refused.containsKey(entry.getKey())) {
        changed |= lookAt(entry.getKey());
      }
    }
    return changed;
  }

  private void warnWhereUnused(ExtensionJar jar) {
    Optional<ExtensionJar> used = installations.running(jar.symbolicName());
    if (used.isPresent() && good.containsKey(jar.file()) && !used.get().file().equals(jar.file())) {
      LOG.warn(
          "{} ({}) is not used, because {} holds {}: delete one of them.",
          jar.file().getFileName(),
          jar.version(),
          used.get().file().getFileName(),
          used.get().version());
    }
  }

  /** Bundles that were installed by this component before it was restarted. */
  private void adopt(Set<String> installedBefore) throws InterruptedException {
    Set<Path> jars = jars();
    for (String name : installedBefore) {
      Optional<Path> file =
          jars.stream().filter(jar -> kept.namesFrom(jar).contains(name)).findFirst();
      Optional<Kept> last = kept.current(name);
      try {
        if (file.isPresent() && last.isPresent()) {
          installations.adopt(inspection.check(file.get(), last.get().bytes()));
        } else {
          installations.remove(name);
        }
      } catch (RefusedException damaged) {
        LOG.warn("The copy of {} is of no use: {}", name, damaged.getMessage());
      }
    }
  }

  /** The jars that lie in the folder now. */
  Set<Path> jars() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(this::isJar).collect(Collectors.toSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** True for a jar directly in the folder, unless hidden. */
  boolean isJar(Path file) {
    return isJar(folder, file);
  }

  /** True for a jar directly in {@code folder}, unless hidden. */
  static boolean isJar(Path folder, Path file) {
    String name = file.getFileName().toString();
    return folder.equals(file.getParent()) && name.endsWith(".jar") && !name.startsWith(".");
  }
}
