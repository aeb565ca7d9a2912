package italk.engine.deploy.swap;

import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.BoundedStep.HangsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  private final Trials trials;
  private final VersionHook hook;
  private final Judgement judgement;
  private final Dependents dependents;
  private final Bundle old;
  private final Bundle next;

  private final Map<String, Trial> underWay = new HashMap<>();
  private final Set<Bundle> activeBefore = new HashSet<>();
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
  }

  /**
   * Does it.
   *
   * @return how long messages could not pass
   * @throws RefusedException where the new one is bad; the old one runs again, or it says so
   */
  Duration run() throws RefusedException, InterruptedException {
    long begin = System.nanoTime();
    Bundle goes = next;
    Optional<RefusedException> bad = Optional.empty();
    beginTrials();
    try {
      bad = forwardOrBack();
      goes = bad.isPresent() ? next : old;
    } finally {
      // Who is told to go and does not, hangs in code of its own: that must not count any more.
      long id = goes.getBundleId();
      trialOf(goes).ifPresent(trial -> trial.dismiss(id));
      underWay.values().forEach(Trial::close);
    }
    Duration held = Duration.ofNanos(System.nanoTime() - begin);
    if (bad.isPresent()) {
      throw bad.get().after(bad.get().result(), held);
    }
    return held;
  }

  /** What was wrong with the new one; empty where it runs. */
  private Optional<RefusedException> forwardOrBack() throws InterruptedException {
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
    }
    Optional<String> lost = back();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(
        lost.isEmpty()
            ? bad.after(Result.ROLLED_BACK, Duration.ZERO)
            : bad.because(
                    bad.getMessage()
                        + "; and "
                        + BoundedStep.nameOf(old)
                        + " did not come back: "
                        + lost.get())
                .after(Result.FAILED, Duration.ZERO));
  }

  private void beginTrials() {
    Stream.concat(Stream.of(old, next), dependents.all().stream())
        .map(ExtensionNames::of)
        .flatMap(Optional::stream)
        .distinct()
        .forEach(name -> underWay.put(name, trials.begin(name)));
  }

  private Optional<Trial> trialOf(Bundle bundle) {
    return ExtensionNames.of(bundle).map(underWay::get);
  }

  private void forward() throws RefusedException, InterruptedException {
    noteWhoIsActive();
    for (Bundle dependent : dependents.usersFirst()) {
      stop(dependent);
    }
    stop(old);
    hook.newCounts(old, next);
    if (isToRun()) {
      judgement.start(next);
      judgement.examine(next, trialOf(next));
    }
    rewired = true;
    dependents.wireAnew();
    for (Bundle dependent : dependents.usedFirst()) {
      try {
        judgement.start(dependent);
        if (activeBefore.contains(dependent)) {
          judgement.examine(dependent, trialOf(dependent));
        }
      } catch (RefusedException bad) {
        throw bad.because(
            BoundedStep.nameOf(dependent)
                + ", which uses it, does not run with it: "
                + bad.getMessage());
      }
    }
  }

  // Somebody may have stopped it by hand: another version is no reason to start it.
  private boolean isToRun() {
    return old.adapt(BundleStartLevel.class).isPersistentlyStarted();
  }

  // Who waits for something else already need not be better off afterwards.
  private void noteWhoIsActive() throws InterruptedException {
    List<Bundle> bundles = new ArrayList<>(dependents.usedFirst());
    bundles.add(old);
    for (Bundle bundle : bundles) {
      if (Judgement.isActive(bundle, trialOf(bundle))) {
        activeBefore.add(bundle);
      }
    }
  }

  /** What is wrong with the old one now; empty where it runs as before. */
  private Optional<String> back() throws InterruptedException {
    for (Bundle dependent : dependents.usersFirst()) {
      stop(dependent);
    }
    // It may hang in its activation, and then its lock is held: nobody waits for that.
    BoundedStep.begin(
        "stopping " + BoundedStep.nameOf(next), () -> next.stop(Bundle.STOP_TRANSIENT));
    hook.oldCounts(old, next);
    try {
      if (isToRun()) {
        restart(old);
      }
      if (rewired) {
        dependents.wireAnew();
      }
      for (Bundle dependent : dependents.usedFirst()) {
        restart(dependent);
      }
      return Optional.empty();
    } catch (RefusedException lost) {
      return Optional.of(lost.getMessage());
    }
  }

  private void restart(Bundle bundle) throws RefusedException, InterruptedException {
    judgement.start(bundle);
    if (activeBefore.contains(bundle)) {
      judgement.awaitActive(bundle, trialOf(bundle));
    }
  }

  /** Transient: it is still meant to run, whatever happens in between. */
  private static void stop(Bundle bundle) throws InterruptedException {
    try {
      BoundedStep.run(
          "stopping " + BoundedStep.nameOf(bundle),
          STOP_BOUND,
          () -> bundle.stop(Bundle.STOP_TRANSIENT));
    } catch (BundleException thrown) {
      // By the specification it is stopped all the same.
      LOG.warn("{} threw while it was stopped: {}", bundle, Judgement.inWords(thrown));
    } catch (HangsException hangs) {
      LOG.warn("{}. Going on without waiting for it.", hangs.getMessage());
    }
  }
}
