package italk.engine.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the hot folder and what runs of them. The bundles follow from what lies in the
 * folder, not from the order of events: for each symbolic name the preferred jar runs, so replacing
 * {@code foo-1.0.jar} by {@code foo-1.1.jar} is an update whichever is copied or deleted first.
 *
 * <p>All state belongs to the one thread that FileInstall calls from.
 */
final class ExtensionFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionFolder.class);

  private final Path folder;
  private final ExtensionBundles bundles;
  private final LastGood lastGood;

  /** What lies in the folder and is whole, by file. */
  private final Map<Path, ExtensionJar> good = new HashMap<>();

  /** What runs, by symbolic name; its file may hold something refused since. */
  private final Map<String, ExtensionJar> running = new HashMap<>();

  /** What was refused, and what it waits for, by file. */
  private final Map<Path, List<MissingRequirement>> refused = new HashMap<>();

  /**
   * Takes over what was installed from the folder before, and uninstalls what lies there no more.
   */
  ExtensionFolder(Path folder, ExtensionBundles bundles, LastGood lastGood) throws IOException {
    this.folder = folder;
    this.bundles = bundles;
    this.lastGood = lastGood;
    Set<Path> jars = jars();
    lastGood.forgetAllBut(jars);
    adopt(jars);
  }

  /** A jar came, or changed, or neither. */
  void look(Path file) {
    refused.remove(file);
    try {
      ExtensionJar jar = read(file);
      good.put(file, jar);
      settle(jar.symbolicName());
      // The file may have held another bundle before.
      namesOf(file).stream()
          .filter(name -> !name.equals(jar.symbolicName()) && good.containsKey(file))
          .forEach(this::settleWithNewcomers);
      warnWhereUnused(jar);
    } catch (NoSuchFileException deletedMeanwhile) {
      LOG.debug("{} was deleted before it was read.", file);
    } catch (IOException unreadable) {
      refuse(file, new RefusedException("it can't be read: " + unreadable));
    } catch (RefusedException reason) {
      refuse(file, reason);
    } finally {
      lastGood.discard(file);
    }
    retryRefused();
  }

  /** A jar was deleted. */
  void deleted(Path file) {
    good.remove(file);
    refused.remove(file);
    ErrorFile.delete(file);
    namesOf(file).forEach(this::settleWithNewcomers);
    lastGood.forget(file);
    retryRefused();
  }

  private ExtensionJar read(Path file) throws IOException, RefusedException {
    return JarCheck.check(file, lastGood.stage(file));
  }

  /** The bundles that run and came from this file. */
  private List<String> namesOf(Path file) {
    return running.values().stream()
        .filter(jar -> jar.file().equals(file))
        .map(ExtensionJar::symbolicName)
        .toList();
  }

  /** The file of a bundle went. Another one may have come that we are not told of yet. */
  private void settleWithNewcomers(String symbolicName) {
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
          lastGood.discard(file);
        }
      }
    }
    settle(symbolicName);
  }

  /** Makes the preferred jar of a symbolic name the one that runs; a refused one is none. */
  private void settle(String symbolicName) {
    Optional<ExtensionJar> preferred = preferred(symbolicName);
    while (preferred.isPresent() && !isMadeToRun(preferred.get())) {
      preferred = preferred(symbolicName);
    }
    if (preferred.isEmpty() && running.containsKey(symbolicName)) {
      bundles.uninstall(symbolicName);
      LOG.info("{} was uninstalled.", running.remove(symbolicName).inWords());
    }
  }

  private Optional<ExtensionJar> preferred(String symbolicName) {
    // A file may have been overwritten by something refused: then what runs of it still counts.
    Stream<ExtensionJar> refusedSince =
        running.values().stream()
            .filter(jar -> !good.containsKey(jar.file()) && Files.exists(jar.file()));
    return Stream.concat(good.values().stream(), refusedSince)
        .filter(jar -> jar.symbolicName().equals(symbolicName))
        .max(ExtensionJar.PREFERENCE);
  }

  private boolean isMadeToRun(ExtensionJar jar) {
    ExtensionJar before = running.get(jar.symbolicName());
    try {
      // Somebody may have updated the bundle past the folder; dropping the file again undoes that.
      if (before != null
          && before.digest().equals(jar.digest())
          && bundles.isUntouched(jar.symbolicName())) {
        if (!before.file().equals(jar.file())) {
          lastGood.stage(jar.file());
          lastGood.keep(jar.file());
        }
      } else {
        install(jar, before);
      }
      running.put(jar.symbolicName(), jar);
      if (good.containsKey(jar.file())) {
        ErrorFile.delete(jar.file());
      }
      return true;
    } catch (IOException failed) {
      refuse(jar.file(), new RefusedException("it can't be read: " + failed));
    } catch (RefusedException reason) {
      refuse(jar.file(), reason);
    }
    return false;
  }

  private void install(ExtensionJar jar, ExtensionJar before) throws IOException, RefusedException {
    String file = jar.file().getFileName().toString();
    Path bytes = lastGood.stage(jar.file());
    if (!JarCheck.digest(bytes).equals(jar.digest())) {
      throw new RefusedException("it changes while it is read: wait for the end of the copying");
    }
    if (before == null) {
      bundles.install(jar, bytes);
      LOG.info("{} was installed from {}.", jar.inWords(), file);
    } else {
      bundles.update(jar, bytes, lastGood.of(before.file()));
      LOG.info("{} was updated from {}, it was {}.", jar.inWords(), file, before.version());
    }
    lastGood.keep(jar.file());
  }

  private void refuse(Path file, RefusedException reason) {
    good.remove(file);
    refused.put(file, reason.missing());
    String line = file.getFileName() + " is refused: " + reason.getMessage() + ".";
    LOG.error("{}", line);
    ErrorFile.write(file, line);
    if (namesOf(file).isEmpty()) {
      fallBack(file);
    }
  }

  /** At a start that finds a damaged jar: what ran of it before is still there. */
  private void fallBack(Path file) {
    Path copy = lastGood.of(file);
    try {
      if (!Files.exists(copy) || JarCheck.digest(copy).equals(JarCheck.digest(file))) {
        return;
      }
      ExtensionJar jar = JarCheck.check(file, copy);
      if (preferred(jar.symbolicName()).isEmpty()) {
        bundles.install(jar, copy);
        running.put(jar.symbolicName(), jar);
        LOG.warn("{} runs instead, the last good {}.", jar.inWords(), file.getFileName());
      }
    } catch (IOException | RefusedException failed) {
      LOG.error("The last good {} is of no use, either: {}", file.getFileName(), failed.toString());
    }
  }

  private void retryRefused() {
    Map.copyOf(refused)
        .forEach(
            (file, missing) -> {
              if (!missing.isEmpty() && refused.containsKey(file) && bundles.areProvided(missing)) {
                LOG.info("{} is tried again: what it needs has come.", file.getFileName());
                look(file);
              }
            });
  }

  private void warnWhereUnused(ExtensionJar jar) {
    ExtensionJar used = running.get(jar.symbolicName());
    if (used != null && good.containsKey(jar.file()) && !used.file().equals(jar.file())) {
      LOG.warn(
          "{} ({}) is not used, because {} holds {}: delete one of them.",
          jar.file().getFileName(),
          jar.version(),
          used.file().getFileName(),
          used.version());
    }
  }

  /** Bundles that were installed by this component before it was restarted, or before a crash. */
  private void adopt(Set<Path> jars) throws IOException {
    Set<String> installed = bundles.symbolicNames();
    for (Path file : installed.isEmpty() ? Set.<Path>of() : jars) {
      try {
        if (Files.exists(lastGood.of(file))) {
          ExtensionJar jar = JarCheck.check(file, lastGood.of(file));
          if (installed.contains(jar.symbolicName())) {
            running.merge(jar.symbolicName(), jar, BinaryOperator.maxBy(ExtensionJar.PREFERENCE));
          }
        }
      } catch (RefusedException damaged) {
        LOG.warn("The copy of {} is of no use: {}", file.getFileName(), damaged.getMessage());
      }
    }
    installed.stream()
        .filter(name -> !running.containsKey(name))
        .forEach(
            name -> {
              bundles.uninstall(name);
              LOG.info("{} was uninstalled: its file is gone.", name);
            });
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
    String name = file.getFileName().toString();
    return folder.equals(file.getParent()) && name.endsWith(".jar") && !name.startsWith(".");
  }
}
