package italk.engine.deploy.folder;

import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the hot folder and what runs of them. The bundles follow from what lies in the
 * folder, not from the order of events: for each symbolic name the preferred jar runs, so replacing
 * {@code foo-1.0.jar} by {@code foo-1.1.jar} is an update whichever is copied or deleted first.
 *
 * <p>All state belongs to the thread of operations.
 */
public final class ExtensionFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionFolder.class);

  private final Installations installations;
  private final KeptVersions kept;
  private final JarFiles files;

  private final GoodJars good;

  private final Refusals refused;
  private final LastGood lastGood;
  private final FirstExamination firstExamination;
  private boolean isReadOnce;

  /** When this thread began with what it does now, in nanoseconds. */
  private long begin;

  public ExtensionFolder(
      Installations installations, KeptVersions kept, JarFiles files, LastGood last) {
    this.installations = installations;
    this.kept = kept;
    this.files = files;
    this.good = new GoodJars(installations);
    this.refused = new Refusals(installations);
    this.lastGood = last;
    this.firstExamination = new FirstExamination(installations, files, last);
  }

  /**
   * Takes over what was installed from the folder before, and installs all that lies there now. All
   * are started first and looked at then: one may need another.
   */
  public void readFirst(Set<String> installedBefore) throws InterruptedException {
    Set<Path> jars = new TreeSet<>(files.all());
    lastGood.adopt(installedBefore, jars);
    for (Path jar : jars) {
      look(jar);
    }
    isReadOnce = true;
    firstExamination.examineAll(
        (jar, reason, since) -> {
          begin = since;
          refuse(jar.file(), Optional.of(jar), reason);
        });
    // What is refused just now may come back; what was deleted while the engine was down may not.
    Set<String> known =
        jars.stream().flatMap(jar -> kept.namesFrom(jar).stream()).collect(Collectors.toSet());
    installations.running().map(ExtensionJar::symbolicName).forEach(known::add);
    kept.forgetAllBut(known);
  }

  /** A jar came, or changed, or neither. */
  public void look(Path file) throws InterruptedException {
    if (refused.isAsItWas(file)) {
      // Told late, as FileInstall does after the folder was read first: not dropped again.
      return;
    }
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
      ExtensionJar jar = files.read(file);
      if (good.put(jar).filter(jar::equals).isPresent()) {
        // Told late of what is known, such as what an operation has put there: not dropped again.
        return false;
      }
      settle(jar.symbolicName());
      // The file may have held another bundle before.
      for (String name : namesOf(file)) {
        if (!name.equals(jar.symbolicName()) && good.contains(file)) {
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
    } catch (RuntimeException defect) {
      // One file is no reason to leave the others unread.
      LOG.error("{} could not be put in.", file.getFileName(), defect);
      refuse(file, Optional.empty(), new RefusedException("it could not be put in: " + defect));
    } finally {
      files.discardCopy();
    }
    return !before.equals(installations.running().toList());
  }

  /** A jar was deleted. */
  public void deleted(Path file) throws InterruptedException {
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
  public void holds(ExtensionJar jar) {
    for (Path other : good.preferredTo(jar)) {
      good.remove(other);
      files.setAside(other);
    }
    refused.remove(jar.file());
    good.put(jar);
    installations.isIn(jar);
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
    for (Path file : files.all()) {
      if (!good.contains(file) && !refused.contains(file) && namesOf(file).isEmpty()) {
        try {
          ExtensionJar jar = files.read(file);
          if (jar.symbolicName().equals(symbolicName)) {
            good.put(jar);
          }
        } catch (IOException | RefusedException notWhole) {
          LOG.debug("{} is looked at again when it is whole: {}", file, notWhole.toString());
        } finally {
          files.discardCopy();
        }
      }
    }
    settle(symbolicName);
  }

  /** Makes the preferred jar of a symbolic name the one that runs; a refused one is none. */
  private void settle(String symbolicName) throws InterruptedException {
    Optional<ExtensionJar> preferred = good.preferred(symbolicName);
    while (preferred.isPresent() && !isMadeToRun(preferred.get())) {
      preferred = good.preferred(symbolicName);
    }
    if (preferred.isEmpty() && installations.running(symbolicName).isPresent()) {
      installations.remove(symbolicName);
    }
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
      if (good.contains(jar.file())) {
        refused.remove(jar.file());
      }
      return true;
    } catch (IOException failed) {
      refuse(jar.file(), Optional.of(jar), new RefusedException("it can't be read: " + failed));
    } catch (RefusedException reason) {
      refuse(jar.file(), Optional.of(jar), reason);
    } finally {
      files.discardCopy();
    }
    return false;
  }

  private void update(ExtensionJar jar, ExtensionJar before)
      throws IOException, RefusedException, InterruptedException {
    Path bytes = files.bytesOf(jar);
    Duration held = installations.replace(jar, bytes);
    installations.keep(jar, bytes);
    LOG.info(
        "{} was updated from {}, it was {}; messages were held for {} ms.",
        jar.inWords(),
        jar.file().getFileName(),
        before.version(),
        held.toMillis());
    installations.record(
        Kind.UPDATE, Result.DONE, jar, Optional.of(before.version().toString()), "", begin, held);
  }

  private void install(ExtensionJar jar)
      throws IOException, RefusedException, InterruptedException {
    Path bytes = files.bytesOf(jar);
    if (!isReadOnce) {
      installations.install(jar, bytes);
      firstExamination.add(jar);
      sayInstalled(jar);
      return;
    }
    try {
      installations.installAndExamine(jar, bytes);
      sayInstalled(jar);
      installations.record(
          Kind.INSTALL, Result.DONE, jar, Optional.empty(), "", begin, Duration.ZERO);
    } catch (RefusedException bad) {
      if (bad.result() != Result.FAILED) {
        throw bad;
      }
      installations.isNotActive(jar, bad, begin);
    }
  }

  private static void sayInstalled(ExtensionJar jar) {
    LOG.info("{} was installed from {}.", jar.inWords(), jar.file().getFileName());
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
      lastGood.installInPlaceOf(file, name -> good.preferred(name).isEmpty());
    }
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
    if (used.isPresent() && good.contains(jar.file()) && !used.get().file().equals(jar.file())) {
      LOG.warn(
          "{} ({}) is not used, because {} holds {}: delete one of them.",
          jar.file().getFileName(),
          jar.version(),
          used.get().file().getFileName(),
          used.get().version());
    }
  }
}
