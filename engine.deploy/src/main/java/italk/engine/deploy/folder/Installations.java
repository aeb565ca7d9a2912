package italk.engine.deploy.folder;

import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Plan;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.KeptVersions.Kept;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.plan.Plans;
import italk.engine.deploy.swap.ExtensionBundles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which jar runs of each symbolic name: puts jars in, takes them out, and keeps a copy of each that
 * proved good. Whatever the door, this is the one way in. Belongs to the thread of operations.
 */
public final class Installations {

  private static final Logger LOG = LoggerFactory.getLogger(Installations.class);

  private final ExtensionBundles bundles;
  private final KeptVersions kept;
  private final Plans plans;
  private final RecentOutcomes recent;

  /** What runs, by symbolic name; its file may hold something refused since. */
  private final Map<String, ExtensionJar> running = new HashMap<>();

  public Installations(
      ExtensionBundles bundles, KeptVersions kept, Plans plans, RecentOutcomes recent) {
    this.bundles = bundles;
    this.kept = kept;
    this.plans = plans;
    this.recent = recent;
  }

  /** Takes over a bundle that is in the framework already. */
  void adopt(ExtensionJar jar) {
    running.merge(
        jar.symbolicName(),
        jar,
        (one, other) -> ExtensionJar.PREFERENCE.compare(one, other) >= 0 ? one : other);
  }

  /** True where the bundle that is in the framework has this version. */
  boolean isInstalled(ExtensionJar jar) {
    return bundles.version(jar.symbolicName()).filter(jar.version()::equals).isPresent();
  }

  public Optional<ExtensionJar> running(String symbolicName) {
    return Optional.ofNullable(running.get(symbolicName));
  }

  public Optional<ExtensionJar> runningExtension(String extension) {
    return bundles.symbolicName(extension).flatMap(this::running);
  }

  public Stream<ExtensionJar> running() {
    return List.copyOf(running.values()).stream();
  }

  /** True where these very bytes run, and nobody has put others in by another door. */
  public boolean runs(String symbolicName, String digest) {
    ExtensionJar now = running.get(symbolicName);
    return now != null && now.digest().equals(digest) && bundles.isUntouched(symbolicName);
  }

  /** What runs is the content of this file now. */
  void isIn(ExtensionJar jar) {
    running.put(jar.symbolicName(), jar);
    note(
        jar,
        () -> {
          if (kept.current(jar.symbolicName()).isPresent()) {
            kept.originOf(jar.symbolicName(), jar.file());
          }
        });
  }

  /**
   * Installs a bundle that was not there, and does not wait until it is active.
   *
   * @throws RefusedException where it can't be resolved or started; nothing stays behind then
   */
  void install(ExtensionJar jar, Path bytes) throws RefusedException, InterruptedException {
    refuseWhatIsPlannedBadly(bytes);
    bundles.install(jar, bytes);
    running.put(jar.symbolicName(), jar);
  }

  /**
   * Installs a bundle that was not there, and looks whether it is active and healthy before
   * anything passes it.
   *
   * @throws RefusedException with the result {@code FAILED} where it stays and is not active; else
   *     nothing stays behind
   */
  public void installAndExamine(ExtensionJar jar, Path bytes)
      throws RefusedException, InterruptedException {
    refuseWhatIsPlannedBadly(bytes);
    try {
      bundles.installAndExamine(jar, bytes);
    } catch (RefusedException bad) {
      if (bad.result() == Result.FAILED) {
        running.put(jar.symbolicName(), jar);
      }
      throw bad;
    }
    running.put(jar.symbolicName(), jar);
    keep(jar, bytes);
  }

  /**
   * Looks whether a bundle that was just installed is active and healthy. It stays in any case.
   *
   * @throws RefusedException where it is not
   */
  void examine(ExtensionJar jar, Path bytes) throws RefusedException, InterruptedException {
    bundles.examine(jar.symbolicName());
    keep(jar, bytes);
  }

  /**
   * Puts another version in the place of the one that is there. Where that fails, the one before
   * runs again.
   *
   * @return how long messages could not pass
   */
  public Duration replace(ExtensionJar jar, Path bytes)
      throws RefusedException, InterruptedException {
    refuseWhatIsPlannedBadly(bytes);
    Duration held = bundles.replace(jar, bytes);
    running.put(jar.symbolicName(), jar);
    return held;
  }

  private void refuseWhatIsPlannedBadly(Path bytes) throws RefusedException {
    Plan plan = plans.of(bytes);
    if (!plan.isFeasible()) {
      throw RefusedException.forNow(String.join("; ", plan.obstacles()));
    }
  }

  /** It is good: it is what a restart or a rollback finds. */
  public void keep(ExtensionJar jar, Path bytes) {
    note(jar, () -> kept.add(jar, bytes));
  }

  /** A version that was kept is good again: those put in since were undone. */
  public void keepAgain(ExtensionJar jar, Kept target) {
    note(jar, () -> kept.goBackTo(jar.symbolicName(), target));
  }

  private interface Note {
    void write() throws IOException;
  }

  // It runs already: a full disk is no reason to stop it again.
  private static void note(ExtensionJar jar, Note note) {
    try {
      note.write();
    } catch (IOException | UncheckedIOException unwritable) {
      LOG.error(
          "{} runs, but can't be kept to go back to, because the data folder can't be written to:"
              + " {}",
          jar.inWords(),
          unwritable.toString());
    }
  }

  /** Takes a bundle out; its versions stay kept. */
  public void takeOut(String symbolicName) {
    bundles.uninstall(symbolicName);
    running.remove(symbolicName);
  }

  /** Takes a bundle out, and forgets its versions. */
  void remove(String symbolicName) {
    long begin = System.nanoTime();
    String subject = subject(symbolicName);
    Optional<String> before = version(symbolicName);
    takeOut(symbolicName);
    kept.forget(symbolicName);
    LOG.info("{} {} was uninstalled.", symbolicName, before.orElse(""));
    record(
        Kind.UNINSTALL, Result.DONE, subject, before, Optional.empty(), "", begin, Duration.ZERO);
  }

  /** It stays, though it is bad: what it would intercept waits, or is decided by its policy. */
  void isNotActive(ExtensionJar jar, RefusedException bad, long begin) {
    String cause = "it is installed, but not active: " + bad.getMessage();
    LOG.error("{}: {}.", jar.file().getFileName(), cause);
    record(Kind.INSTALL, Result.FAILED, jar, Optional.empty(), cause, begin, Duration.ZERO);
  }

  /** The extension's name, else the symbolic name. */
  public String subject(String symbolicName) {
    return bundles.extension(symbolicName).orElse(symbolicName);
  }

  public Optional<String> version(String symbolicName) {
    return running(symbolicName).map(ExtensionJar::version).map(Version::toString);
  }

  /** Notes what came of an operation with a jar. */
  public Outcome record(
      Kind kind,
      Result result,
      ExtensionJar jar,
      Optional<String> before,
      String cause,
      long begin,
      Duration held) {
    return record(
        kind,
        result,
        subject(jar.symbolicName()),
        before,
        Optional.of(jar.version().toString()),
        cause,
        begin,
        held);
  }

  /** Notes what came of an operation. */
  public Outcome record(
      Kind kind,
      Result result,
      String subject,
      Optional<String> before,
      Optional<String> version,
      String cause,
      long begin,
      Duration held) {
    return recent.add(
        new Outcome(
            kind,
            result,
            subject,
            before,
            version,
            cause,
            Duration.ofNanos(System.nanoTime() - begin),
            held,
            Instant.now()));
  }
}
