package italk.engine.config;

import italk.engine.config.Reports.Topic;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.SecretStamps;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Notices that a secret file that is in use has changed: the text of {@code config.json} does not.
 * Looks only at the files that are named in it, and at their time and identity. For the thread
 * "italk-config" only.
 */
final class SecretWatch {

  private final Interpolation interpolation;
  private final Function<String, SecretStamp> now;
  private final Reports reports;

  private Set<SecretStamp> seen = Set.of();

  /**
   * @param interpolation what placeholders stand for
   * @param now the state of a secret file
   */
  SecretWatch(Interpolation interpolation, Function<String, SecretStamp> now, Reports reports) {
    this.interpolation = interpolation;
    this.now = now;
    this.reports = reports;
  }

  /** What placeholders stand for. */
  Interpolation interpolation() {
    return interpolation;
  }

  /**
   * Looks once. A draft with problems may have become right by a secret that came.
   *
   * @param draft what is in force
   * @param anew plans the same document as it is now
   * @param file the document's name, as errors show it
   * @return what is to be in force instead
   */
  Optional<Draft> look(Draft draft, Supplier<Draft> anew, String file) {
    boolean changed = hasChanged(draft);
    if (!changed && draft.problems().isEmpty()) {
      return Optional.empty();
    }
    Draft next = anew.get();
    if (!changed && next.problems().equals(draft.problems())) {
      return Optional.empty();
    }
    if (draft.problems().isEmpty() && !next.problems().isEmpty()) {
      reports.error(
          Topic.SECRETS,
          ConfigProblem.report(file, next.problems())
              + "A secret file has changed. It is not taken over; the value before stays.");
      return Optional.empty();
    }
    reports.clear(Topic.SECRETS);
    return Optional.of(next);
  }

  /** A file that is being written is incomplete for a moment: it counts at the second look. */
  private boolean hasChanged(Draft draft) {
    Set<SecretStamp> inForce = SecretStamps.of(draft.plan());
    Set<SecretStamp> found =
        inForce.stream().map(it -> now.apply(it.name())).collect(Collectors.toSet());
    boolean stable = found.equals(seen);
    seen = found;
    return stable && !found.equals(inForce);
  }
}
