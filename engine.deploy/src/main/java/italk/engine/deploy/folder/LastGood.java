package italk.engine.deploy.folder;

import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.KeptVersions.Kept;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ran before a restart, for a start that finds something in the hot folder that does not run.
 * Belongs to the thread of operations.
 */
public final class LastGood {

  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

  private final Installations installations;
  private final KeptVersions kept;
  private final JarInspection inspection;

  public LastGood(Installations installations, KeptVersions kept, JarInspection inspection) {
    this.installations = installations;
    this.kept = kept;
    this.inspection = inspection;
  }

  /** Takes over the bundles of an earlier run of this component in the same framework. */
  void adopt(Set<String> installed, Set<Path> jars) {
    for (String name : installed) {
      Optional<Path> file =
          jars.stream().filter(jar -> kept.namesFrom(jar).contains(name)).findFirst();
      Optional<Kept> last = kept.current(name);
      try {
        if (file.isPresent() && last.isPresent()) {
          ExtensionJar jar = inspection.check(file.get(), last.get().bytes());
          if (installations.isInstalled(jar)) {
            installations.adopt(jar);
          } else {
            // An operation was cut off. What is kept, and what lies in the folder, counts.
            installations.takeOut(name);
          }
        } else {
          installations.remove(name);
        }
      } catch (RefusedException damaged) {
        LOG.warn("The copy of {} is of no use: {}", name, damaged.getMessage());
        installations.takeOut(name);
      }
    }
  }

  /**
   * Puts what ran last in the place of a jar that is whole and does not become active.
   *
   * @return false where there is nothing else that ran
   */
  boolean putInPlaceOf(ExtensionJar jar) throws InterruptedException {
    Optional<Kept> last = kept.current(jar.symbolicName());
    if (last.isEmpty()) {
      return false;
    }
    try {
      if (JarCheck.digest(last.get().bytes()).equals(jar.digest())) {
        return false;
      }
      ExtensionJar before = inspection.check(jar.file(), last.get().bytes());
      installations.replace(before, last.get().bytes());
      return true;
    } catch (RefusedException failed) {
      LOG.error(
          "The last good {} {} is of no use, either: {}",
          jar.symbolicName(),
          last.get().version(),
          failed.getMessage());
      return false;
    } catch (IOException unreadable) {
      LOG.error("{} can't be read: {}", last.get().bytes(), unreadable.toString());
      return false;
    }
  }

  /**
   * Installs what ran of a file that is damaged now.
   *
   * @param isFree false for symbolic names that another file serves
   */
  void installInPlaceOf(Path file, Predicate<String> isFree) throws InterruptedException {
    for (String name : kept.namesFrom(file)) {
      Optional<Kept> last = kept.current(name);
      if (last.isPresent() && isFree.test(name)) {
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
}
