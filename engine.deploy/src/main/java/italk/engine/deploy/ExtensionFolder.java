package italk.engine.deploy;

import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
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

  private final Refusals refused;
  private final LastGood lastGood;

  /** What the first reading has installed and nobody has examined yet. */
  private final List<ExtensionJar> unexamined = new ArrayList<>();

  private boolean isReadOnce;

  /** When this thread began with what it does now, in nanoseconds. */
  private long begin;

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
    this.refused = new Refusals(installations);
    this.lastGood = new LastGood(installations, kept, inspection);
  }

  /**
   * Takes over what was installed from the folder before, and installs all that lies there now. All
   * are started first and looked at then: one may need another.
   */
  void readFirst(Set<String> installedBefore) throws InterruptedException {
    Set<Path> jars = new TreeSet<>(jars());
    lastGood.adopt(installedBefore, jars);
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
    begin = System.nanoTime();
    List<ExtensionJar> before = installations.running().toList();
    try {
      ExtensionJar jar = read(file);
      if (jar.equals(good.put(file, jar))) {
        // Told late of what is known, such as what an operation has put there: not dropped again.
        return false;
      }
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
      if (!good.containsKey(file) && !refused.contains(file) && namesOf(file).isEmpty()) {
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
    Optional<ExtensionJar> before = installations.running(jar.symbolicName());
    try {
      // Somebody may have updated the bundle past the folder; dropping the file again undoes that.
      if (installations.runs(jar.symbolicName(), jar.digest())) {
        installations.isIn(jar);
      } else if (before.isPresent()) {
        update(jar, before.get());
      } else {
        install(jar);
      }
      if (good.containsKey(jar.file())) {
        refused.remove(jar.file());
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

  private void update(ExtensionJar jar, ExtensionJar before)
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
    record(Kind.UPDATE, jar, Optional.of(before), Result.DONE, "", held);
  }

  private void install(ExtensionJar jar)
      throws IOException, RefusedException, InterruptedException {
    Path bytes = stagedAsChecked(jar);
    if (!isReadOnce) {
      installations.install(jar, bytes);
      unexamined.add(jar);
      sayInstalled(jar);
      return;
    }
    try {
      installations.installAndExamine(jar, bytes);
      sayInstalled(jar);
      record(Kind.INSTALL, jar, Optional.empty(), Result.DONE, "", Duration.ZERO);
    } catch (RefusedException bad) {
      if (bad.result() != Result.FAILED) {
        throw bad;
      }
      sayNotActive(jar, bad);
    }
  }

  private static void sayInstalled(ExtensionJar jar) {
    LOG.info("{} was installed from {}.", jar.inWords(), jar.file().getFileName());
  }

  /** It stays: what it would intercept waits, or is decided by its policy. */
  private void sayNotActive(ExtensionJar jar, RefusedException bad) {
    String cause = "it is installed, but not active: " + bad.getMessage();
    LOG.error("{}: {}.", jar.file().getFileName(), cause);
    record(Kind.INSTALL, jar, Optional.empty(), Result.FAILED, cause, Duration.ZERO);
  }

  private void examineAtStart(ExtensionJar jar) throws InterruptedException {
    begin = System.nanoTime();
    if (!installations.running(jar.symbolicName()).filter(jar::equals).isPresent()) {
      return; // Another one has taken its place since.
    }
    try {
      installations.examine(jar, stagedAsChecked(jar));
      record(Kind.INSTALL, jar, Optional.empty(), Result.DONE, "", Duration.ZERO);
    } catch (IOException unreadable) {
      LOG.error("{} can't be kept: {}", jar.inWords(), unreadable.toString());
    } catch (RefusedException bad) {
      goBackAtStart(jar, bad);
    } finally {
      kept.discard(jar.file());
    }
  }

  private void goBackAtStart(ExtensionJar jar, RefusedException bad) throws InterruptedException {
    try {
      if (lastGood.putInPlaceOf(jar)) {
        refuse(jar.file(), Optional.of(jar), bad.after(Result.ROLLED_BACK, Duration.ZERO));
        return;
      }
    } catch (IOException unreadable) {
      LOG.error("The kept versions can't be read: {}", unreadable.toString());
    }
    sayNotActive(jar, bad);
  }

  private void refuse(Path file, Optional<ExtensionJar> jar, RefusedException reason)
      throws InterruptedException {
    good.remove(file);
    Optional<ExtensionJar> runs =
        jar.map(ExtensionJar::symbolicName)
            .or(() -> namesOf(file).stream().findFirst())
            .flatMap(installations::running);
    refused.add(file, jar, runs, reason, begin);
    if (runs.isEmpty()) {
      lastGood.installInPlaceOf(file, name -> preferred(name).isEmpty());
    }
  }

  private void record(
      Kind kind,
      ExtensionJar jar,
      Optional<ExtensionJar> before,
      Result result,
      String cause,
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

  /** True where something that was refused is in now. */
  private boolean retryRefused() throws InterruptedException {
    boolean changed = false;
    for (Path file : refused.curable()) {
      changed |= lookAt(file);
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
