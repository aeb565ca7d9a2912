package italk.engine.deploy;

import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.folder.ExtensionFolder;
import italk.engine.deploy.folder.Installations;
import italk.engine.deploy.folder.JarFiles;
import italk.engine.deploy.folder.JarInspection;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.KeptVersions.Kept;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.ExtensionBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody asks for by name, rather than by copying files: an update from any file, a
 * rollback. What turned out well is put into the hot folder, in one step, so that a restart finds
 * it. Belongs to the thread of operations.
 */
final class RequestedOperations {

  private static final Logger LOG = LoggerFactory.getLogger(RequestedOperations.class);

  private final ExtensionFolder folder;
  private final Installations installations;
  private final ExtensionBundles bundles;
  private final KeptVersions kept;
  private final JarFiles files;
  private final JarInspection inspection;

  RequestedOperations(
      ExtensionFolder folder,
      JarFiles files,
      Installations installations,
      ExtensionBundles bundles,
      KeptVersions kept,
      JarInspection inspection) {
    this.folder = folder;
    this.files = files;
    this.installations = installations;
    this.bundles = bundles;
    this.kept = kept;
    this.inspection = inspection;
  }

  /** What is to run, and how to note it once it does. */
  private record Wanted(Kind kind, ExtensionJar jar, Path bytes, String why, Runnable note) {}

  Outcome update(Path source) throws InterruptedException {
    long begin = System.nanoTime();
    Path bytes;
    try {
      bytes = kept.stage(source);
    } catch (IOException unreadable) {
      return refused(Kind.UPDATE, name(source), "it can't be read: " + unreadable, begin);
    }
    try {
      ExtensionJar jar = inspection.check(source, bytes);
      boolean isNew = installations.running(jar.symbolicName()).isEmpty();
      Kind kind = isNew ? Kind.INSTALL : Kind.UPDATE;
      return put(new Wanted(kind, jar, bytes, "", () -> installations.keep(jar, bytes)), begin);
    } catch (RefusedException refused) {
      return refused(Kind.UPDATE, name(source), refused.getMessage(), begin);
    } finally {
      files.discardCopy();
    }
  }

  /** Somebody asks for it. */
  Outcome rollback(String extension, Optional<String> version) throws InterruptedException {
    return rollback(extension, version, "");
  }

  /**
   * Goes to another version.
   *
   * @param version which; empty for the one before
   * @param why where nobody asks for it
   */
  Outcome rollback(String extension, Optional<String> version, String why)
      throws InterruptedException {
    long begin = System.nanoTime();
    Optional<String> name = bundles.symbolicName(extension);
    if (name.isEmpty()) {
      return refused(
          Kind.ROLLBACK, extension, "nothing with this name is installed; see: extensions", begin);
    }
    Optional<ExtensionJar> now = installations.running(name.get());
    if (now.isEmpty()) {
      return refused(
          Kind.ROLLBACK, extension, "it does not run, so there is nothing to go back from", begin);
    }
    Optional<Kept> target =
        version.isPresent() ? kept.find(name.get(), version.get()) : kept.before(name.get());
    if (target.isEmpty()) {
      return refused(Kind.ROLLBACK, extension, notKept(name.get(), version), begin);
    }
    try {
      ExtensionJar jar = inspection.check(now.get().file(), target.get().bytes());
      return put(rollback(jar, target.get(), why), begin);
    } catch (RefusedException refused) {
      return refused(Kind.ROLLBACK, extension, refused.getMessage(), begin);
    }
  }

  private Wanted rollback(ExtensionJar jar, Kept target, String why) {
    return new Wanted(
        Kind.ROLLBACK,
        jar,
        target.bytes(),
        why,
        () -> {
          if (target.undone()) {
            installations.keep(jar, target.bytes());
          } else {
            installations.keepAgain(jar, target);
          }
        });
  }

  private String notKept(String symbolicName, Optional<String> version) {
    String versions =
        kept.all(symbolicName).stream()
            .map(Kept::version)
            .distinct()
            .collect(Collectors.joining(", "));
    return version
            .map(it -> "version " + it + " is not kept")
            .orElse("no version before this one is kept")
        + (versions.isEmpty() ? "" : "; kept are: " + versions);
  }

  private Outcome put(Wanted wanted, long begin) throws InterruptedException {
    ExtensionJar jar = wanted.jar();
    Optional<String> before = installations.version(jar.symbolicName());
    if (installations.runs(jar.symbolicName(), jar.digest())) {
      return installations.record(
          wanted.kind(), Result.UNCHANGED, jar, before, "", begin, Duration.ZERO);
    }
    Path place = placeOf(jar);
    Path part = place.resolveSibling("." + place.getFileName() + ".part");
    try {
      copyBeside(wanted.bytes(), part);
      Duration held = putIn(jar, wanted.bytes(), before.isPresent());
      wanted.note().run();
      LOG.info(
          "{} runs, it was {}; messages were held for {} ms.",
          jar.inWords(),
          before.orElse("not there"),
          held.toMillis());
      Optional<String> unwritable = moveInto(place, part, jar);
      return installations.record(
          wanted.kind(),
          unwritable.isEmpty() ? Result.DONE : Result.FAILED,
          jar,
          before,
          unwritable.orElse(wanted.why()),
          begin,
          held);
    } catch (RefusedException bad) {
      LOG.error("{} did not come in: {}", jar.inWords(), bad.getMessage());
      return installations.record(
          wanted.kind(), bad.result(), jar, before, bad.getMessage(), begin, bad.held());
    } finally {
      deletePart(part);
    }
  }

  // Before anything is stopped: a folder that can't be written to is no reason to go back later.
  private static void copyBeside(Path bytes, Path part) throws RefusedException {
    try {
      Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new RefusedException("the hot folder can't be written to: " + failed);
    }
  }

  /** Why a restart won't find it, in words; empty where it will. */
  private Optional<String> moveInto(Path place, Path part, ExtensionJar jar) {
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      folder.holds(at(place, jar));
      return Optional.empty();
    } catch (IOException failed) {
      String cause =
          "it runs, but not after a restart, because "
              + place
              + " can't be written to: "
              + failed
              + "; put it there by hand";
      LOG.error("{}: {}", jar.inWords(), cause);
      return Optional.of(cause);
    }
  }

  private Duration putIn(ExtensionJar jar, Path bytes, boolean isThere)
      throws RefusedException, InterruptedException {
    if (isThere) {
      return installations.replace(jar, bytes);
    }
    try {
      installations.installAndExamine(jar, bytes);
      return Duration.ZERO;
    } catch (RefusedException bad) {
      if (bad.result() != Result.FAILED) {
        throw bad;
      }
      // Asked for by name, so it is undone: the chat goes on as before.
      installations.takeOut(jar.symbolicName());
      throw bad.because(bad.getMessage() + "; it was taken out again");
    }
  }

  /** The file that holds this bundle now, so that it changes in one step; else one of its name. */
  private Path placeOf(ExtensionJar jar) {
    Optional<Path> now = installations.running(jar.symbolicName()).map(ExtensionJar::file);
    if (now.isPresent()) {
      return now.get();
    }
    return files.freePlaceFor(jar);
  }

  private static ExtensionJar at(Path place, ExtensionJar jar) throws IOException {
    return new ExtensionJar(
        place,
        jar.symbolicName(),
        jar.version(),
        Files.getLastModifiedTime(place).toInstant(),
        jar.digest());
  }

  private static void deletePart(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException undeletable) {
      LOG.warn("{} can't be deleted: {}", part, undeletable.toString());
    }
  }

  private static String name(Path source) {
    return source.getFileName() == null ? source.toString() : source.getFileName().toString();
  }

  private Outcome refused(Kind kind, String subject, String cause, long begin) {
    return installations.record(
        kind,
        Result.REFUSED,
        subject,
        Optional.empty(),
        Optional.empty(),
        cause,
        begin,
        Duration.ZERO);
  }

  List<KeptVersion> versions(String extension) throws IOException {
    Optional<String> name = bundles.symbolicName(extension);
    return name.isEmpty() ? List.of() : kept.describe(name.get());
  }

  /** True where what runs under this symbolic name is the content of this file. */
  boolean runsFrom(String symbolicName, Path jar) {
    try {
      return installations.runs(symbolicName, JarCheck.digest(jar));
    } catch (IOException unreadable) {
      return false;
    }
  }
}
