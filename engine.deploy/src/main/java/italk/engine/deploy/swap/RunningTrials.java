package italk.engine.deploy.swap;

import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import italk.engine.deploy.jar.RefusedException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trials of one operation: of each extension that it touches. All are ended with it, whatever
 * else goes wrong: while one is open, messages wait. For one thread.
 */
final class RunningTrials implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTrials.class);

  /** By the extension's name. */
  private final Map<String, Trial> underWay = new HashMap<>();

  /** By id: a bundle that somebody uninstalls meanwhile forgets which extension it was. */
  private final Map<Long, String> names = new HashMap<>();

  /**
   * Begins those that are not under way here.
   *
   * @throws RefusedException where one can't be begun
   */
  void begin(Trials trials, Collection<Bundle> bundles) throws RefusedException {
    for (Bundle bundle : bundles) {
      Optional<String> extension = ExtensionNames.of(bundle);
      if (extension.isPresent()) {
        names.put(bundle.getBundleId(), extension.get());
        begin(trials, extension.get());
      }
    }
  }

  private void begin(Trials trials, String extension) throws RefusedException {
    if (underWay.containsKey(extension)) {
      return;
    }
    try {
      underWay.put(extension, trials.begin(extension));
    } catch (RuntimeException notNow) {
      throw RefusedException.forNow(
          "the engine can't try " + extension + " just now: " + notNow.getMessage());
    }
  }

  Optional<Trial> of(Bundle bundle) {
    return Optional.ofNullable(names.get(bundle.getBundleId())).map(underWay::get);
  }

  /** It is about to be uninstalled: what hangs in it must not count any more. */
  void dismiss(Bundle bundle) {
    of(bundle)
        .ifPresent(
            trial -> attempt("dismiss " + bundle, () -> trial.dismiss(bundle.getBundleId())));
  }

  @Override
  public void close() {
    underWay.forEach((extension, trial) -> attempt("end the trial of " + extension, trial::close));
    underWay.clear();
  }

  private static void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException defect) {
      LOG.error("The engine could not {}.", what, defect);
    }
  }
}
