package italk.engine.deploy.folder;

import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first reading of the hot folder has installed, looked at once all of it is started: one
 * may need another. Where one is bad, what ran last of it takes its place. Belongs to the thread of
 * operations.
 */
final class FirstExamination {

  private static final Logger LOG = LoggerFactory.getLogger(FirstExamination.class);

  private final Installations installations;
  private final JarFiles files;
  private final LastGood lastGood;
  private final List<ExtensionJar> unexamined = new ArrayList<>();

  FirstExamination(Installations installations, JarFiles files, LastGood lastGood) {
    this.installations = installations;
    this.files = files;
    this.lastGood = lastGood;
  }

  /** Who is told of a jar in whose place another one runs. */
  interface Refusal {
    void refuse(ExtensionJar jar, RefusedException reason, long begin) throws InterruptedException;
  }

  /** It was installed, and is to be looked at. */
  void add(ExtensionJar jar) {
    unexamined.add(jar);
  }

  void examineAll(Refusal refusal) throws InterruptedException {
    for (ExtensionJar jar : unexamined) {
      // Another one may have taken its place since.
      if (installations.running(jar.symbolicName()).filter(jar::equals).isPresent()) {
        examine(jar, refusal);
      }
    }
    unexamined.clear();
  }

  private void examine(ExtensionJar jar, Refusal refusal) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      installations.examine(jar, files.bytesOf(jar));
      installations.record(
          Kind.INSTALL, Result.DONE, jar, Optional.empty(), "", begin, Duration.ZERO);
    } catch (IOException | UncheckedIOException unreadable) {
      LOG.error("{} can't be kept: {}", jar.inWords(), unreadable.toString());
    } catch (RefusedException bad) {
      if (lastGood.putInPlaceOf(jar)) {
        refusal.refuse(jar, bad.after(Result.ROLLED_BACK, Duration.ZERO), begin);
      } else {
        installations.isNotActive(jar, bad, begin);
      }
    } finally {
      files.discardCopy();
    }
  }
}
