package italk.engine.deploy.swap;

import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Trials;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.BoundedStep.HangsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one bundle in the place of another that is an earlier (or later) version of it, while
 * messages, connects and events wait. Both are installed and resolved before it begins; when it
 * ends, the one that does not run may be uninstalled. For one thread, once.
 */
final class Swap {

  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
  private static final Duration STOP_BOUND = Duration.ofSeconds(2);

  // Enough to give back a port that the old one needs; what hung while it was started holds its
  // lock, and nobody waits for that while messages do.
  private static final Duration RETREAT_BOUND = Duration.ofMillis(500);

  private final Trials trials;
  private final VersionHook hook;
  private final Judgement judgement;
  private final Dependents dependents;
  private final Bundle old;
  private final Bundle next;

  private final RunningTrials running = new RunningTrials();
  private final Set<Bundle> activeBefore = new HashSet<>();
  private final boolean isMeantToRun;
  private final boolean ranBefore;
  private boolean rewired;

  /**
   * Prepares.
   *
   * @param dependents those that use the old one
   */
  Swap(
      Trials trials,
      VersionHook hook,
      Judgement judgement,
      Dependents dependents,
      Bundle old,
      Bundle next) {
    this.trials = trials;
    this.hook = hook;
    this.judgement = judgement;
    this.dependents = dependents;
    this.old = old;
    this.next = next;
    // Somebody may have stopped it by hand: another version is no reason to start it.
    BundleStartLevel level = old.adapt(BundleStartLevel.class);
    this.isMeantToRun = level != null && level.isPersistentlyStarted();
    this.ranBefore = (old.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  /**
   * Does it.
   *
   * @return how long messages could not pass
   * @throws RefusedException where the new one is bad; the old one runs again, or it says so
   */
  Duration run() throws RefusedException {
    long begin = System.nanoTime();
    Optional<RefusedException> bad;
    try (running) {
      running.begin(trials, touched());
      bad = forwardOrBack();
      // Who is told to go and does not, hangs in code of its own: that must not count any more.
      running.dismiss(bad.isPresent() ? next : old);
    }
    Duration held = Duration.ofNanos(System.nanoTime() - begin);
    if (bad.isPresent()) {
      throw bad.get().after(bad.get().result(), held);
    }
    return held;
  }

  private List<Bundle> touched() {
    List<Bundle> bundles = new ArrayList<>(List.of(old, next));
    bundles.addAll(dependents.all());
    return bundles;
  }

  /** What was wrong with the new one; empty where it runs. */
  private Optional<RefusedException> forwardOrBack() {
    RefusedException bad;
    boolean interrupted = false;
    try {
      forward();
      return Optional.empty();
    } catch (RefusedException refused) {
      bad = refused;
    } catch (InterruptedException stopping) {
      // What was begun is undone first.
      interrupted = true;
      bad = new RefusedException("the operation was interrupted, because the engine stops");
    } catch (RuntimeException defect) {
      LOG.error("{} could not be put in the place of {}.", next, old, defect);
      bad = new RefusedException("it could not be put in its place: " + defect);
    }
    Optional<String> lost = back();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(
        lost.isEmpty()
            ? bad.after(Result.ROLLED_BACK, Duration.ZERO)
            : bad.because(bad.getMessage() + "; and " + lost.get())
                .after(Result.FAILED, Duration.ZERO));
  }

  private void forward() throws RefusedException, InterruptedException {
    noteWhoIsActive();
    for (Bundle dependent : dependents.usersFirst()) {
      if (!isStopped(dependent, STOP_BOUND)) {
        // To wire it anew would wait for it, and so would all messages.
        throw new RefusedException(
            BoundedStep.nameOf(dependent) + ", which uses the old one, can't be stopped");
      }
    }
    isStopped(old, STOP_BOUND);
    hook.newCounts(old, next);
    if (isMeantToRun) {
      judgement.start(next);
      judgement.examine(next, running.of(next));
    }
    rewired = true;
    dependents.wireAnew();
    for (Bundle dependent : dependents.usedFirst()) {
      try {
        judgement.start(dependent);
        if (activeBefore.contains(dependent)) {
          judgement.examine(dependent, running.of(dependent));
        }
      } catch (RefusedException bad) {
        throw bad.because(
            BoundedStep.nameOf(dependent)
                + ", which uses it, does not run with it: "
                + bad.getMessage());
      }
    }
  }

  // Who waits for something else already need not be better off afterwards.
  private void noteWhoIsActive() throws InterruptedException {
    List<Bundle> bundles = new ArrayList<>(dependents.usedFirst());
    bundles.add(old);
    for (Bundle bundle : bundles) {
      if (Judgement.isActive(bundle, running.of(bundle))) {
        activeBefore.add(bundle);
      }
    }
  }

  /** What is wrong with the old one now; empty where it runs as before. */
  private Optional<String> back() {
    try {
      List<String> lost = retreat();
      return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
    } catch (RefusedException lost) {
      return Optional.of(lost.getMessage());
    } catch (InterruptedException twice) {
      Thread.currentThread().interrupt();
      return Optional.of("the operation was interrupted while it was undone");
    } catch (RuntimeException defect) {
      return Optional.of(defect.toString());
    } finally {
      hook.oldCounts(old, next);
    }
  }

  /** Who did not come back, in words; one that does not is no reason to leave the others. */
  private List<String> retreat() throws RefusedException, InterruptedException {
    for (Bundle dependent : dependents.usersFirst()) {
      isStopped(dependent, STOP_BOUND);
    }
    isStopped(next, RETREAT_BOUND);
    hook.oldCounts(old, next);
    List<String> lost = new ArrayList<>();
    if (isMeantToRun && ranBefore) {
      restart(old, lost);
    }
    if (rewired) {
      dependents.wireAnew();
    }
    for (Bundle dependent : dependents.usedFirst()) {
      restart(dependent, lost);
    }
    return lost;
  }

  private void restart(Bundle bundle, List<String> lost) throws InterruptedException {
    try {
      judgement.start(bundle);
      if (activeBefore.contains(bundle)) {
        judgement.awaitActive(bundle, running.of(bundle));
      }
    } catch (RefusedException bad) {
      lost.add(BoundedStep.nameOf(bundle) + " did not come back: " + bad.getMessage());
    }
  }

  /**
   * Stops it, transiently: it is still meant to run, whatever happens in between.
   *
   * @return false where it hangs
   */
  private static boolean isStopped(Bundle bundle, Duration bound) throws InterruptedException {
    try {
      BoundedStep.run(
          "stopping " + BoundedStep.nameOf(bundle),
          bound,
          () -> bundle.stop(Bundle.STOP_TRANSIENT));
      return true;
    } catch (BundleException thrown) {
      // By the specification it is stopped all the same.
      LOG.warn("{} threw while it was stopped: {}", bundle, Judgement.inWords(thrown));
      return true;
    } catch (HangsException hangs) {
      LOG.warn("{}. Going on without waiting for it.", hangs.getMessage());
      return false;
    }
  }
}
