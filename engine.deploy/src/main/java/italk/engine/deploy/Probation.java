package italk.engine.deploy;

import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.folder.ErrorFile;
import italk.engine.deploy.folder.Installations;
import italk.engine.deploy.folder.RecentOutcomes;
import italk.engine.deploy.jar.ExtensionJar;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a new version that passed its trial and turns out badly with real messages. Belongs to
 * the thread of operations.
 */
final class Probation {

  private static final Logger LOG = LoggerFactory.getLogger(Probation.class);

  private final RequestedOperations requested;
  private final Installations installations;
  private final RecentOutcomes recent;
  private final Supplier<Duration> length;

  Probation(
      RequestedOperations requested,
      Installations installations,
      RecentOutcomes recent,
      Supplier<Duration> length) {
    this.requested = requested;
    this.installations = installations;
    this.recent = recent;
    this.length = length;
  }

  /** An extension has fallen into quarantine. */
  void quarantined(String extension) throws InterruptedException {
    Optional<Outcome> last =
        recent.list().stream().filter(outcome -> outcome.subject().equals(extension)).findFirst();
    if (last.isEmpty() || !isOnProbation(last.get())) {
      return;
    }
    Outcome update = last.get();
    String why =
        update.version().orElse("the new version")
            + " failed so often that it fell into quarantine, "
            + age(update).toMillis()
            + " ms after it had come in";
    LOG.error("{}: {}. The version before is put back.", extension, why);
    Outcome back = requested.rollback(extension, Optional.empty(), why);
    if (back.isGood()) {
      // Else the operator's file would hold another version than they have put there, unexplained.
      installations
          .runningExtension(extension)
          .map(ExtensionJar::file)
          .ifPresent(
              file ->
                  ErrorFile.write(
                      file, why + ". This file holds " + back.version().orElse("") + " again."));
    } else {
      LOG.error("{}: the version before can't be put back: {}", extension, back.cause());
    }
  }

  private boolean isOnProbation(Outcome last) {
    return last.kind() == Kind.UPDATE
        && last.result() == Result.DONE
        && age(last).compareTo(length.get()) < 0;
  }

  private static Duration age(Outcome outcome) {
    return Duration.between(outcome.at(), Instant.now());
  }
}
