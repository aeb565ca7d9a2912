package italk.engine.deploy.swap;

import italk.engine.api.operation.Trial;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.BoundedStep.HangsException;
import italk.engine.deploy.swap.HealthChecks.Illness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Starts a bundle and says whether it does what it should. Keeps nothing of it. */
final class Judgement {

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private final BundleContext context;
  private final Supplier<Duration> limit;

  /**
   * Judges within a limit.
   *
   * @param limit for starting, and again for becoming active and healthy
   */
  Judgement(BundleContext context, Supplier<Duration> limit) {
    this.context = context;
    this.limit = limit;
  }

  /** Starts it: its activator, and those of its components that need not wait for anything. */
  void start(Bundle bundle) throws RefusedException, InterruptedException {
    try {
      BoundedStep.run(
          "starting " + BoundedStep.nameOf(bundle),
          limit.get(),
          () -> bundle.start(Bundle.START_ACTIVATION_POLICY));
    } catch (BundleException failed) {
      throw new RefusedException("it can't be started: " + inWords(failed));
    } catch (HangsException hangs) {
      throw new RefusedException(hangs.getMessage());
    }
  }

  /** It is started, and its hooks are there. */
  void awaitActive(Bundle bundle, Optional<Trial> trial)
      throws RefusedException, InterruptedException {
    if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0) {
      throw new RefusedException("it did not stay started");
    }
    if (trial.isPresent()) {
      refuse(trial.get().awaitActive(bundle.getBundleId(), limit.get()));
    }
  }

  /** It is active, its health checks are good, and a probe goes well. */
  void examine(Bundle bundle, Optional<Trial> trial) throws RefusedException, InterruptedException {
    awaitActive(bundle, trial);
    refuse(illness(bundle));
    if (trial.isPresent()) {
      refuse(trial.get().probe(bundle.getBundleId()));
    }
  }

  /** True where it is active just now. */
  static boolean isActive(Bundle bundle, Optional<Trial> trial) throws InterruptedException {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0
        && (trial.isEmpty()
            || trial.get().awaitActive(bundle.getBundleId(), Duration.ZERO).isEmpty());
  }

  private static void refuse(Optional<String> why) throws RefusedException {
    if (why.isPresent()) {
      throw new RefusedException(why.get());
    }
  }

  private Optional<String> illness(Bundle bundle) throws InterruptedException {
    long end = System.nanoTime() + limit.get().toNanos();
    while (true) {
      Optional<Illness> illness = askBounded(bundle);
      if (illness.isEmpty() || illness.get().isFinal() || System.nanoTime() - end >= 0) {
        return illness.map(Illness::words);
      }
      // Health checks have no event for getting well.
      TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
    }
  }

  private Optional<Illness> askBounded(Bundle bundle) throws InterruptedException {
    AtomicReference<Optional<Illness>> answer = new AtomicReference<>(Optional.empty());
    try {
      BoundedStep.run(
          "asking the health checks of " + BoundedStep.nameOf(bundle),
          limit.get(),
          () -> answer.set(HealthChecks.ask(context, bundle)));
    } catch (BundleException | HangsException bad) {
      return Optional.of(new Illness(bad.getMessage(), true));
    }
    return answer.get();
  }

  static String inWords(Exception failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return String.valueOf(cause);
  }
}
