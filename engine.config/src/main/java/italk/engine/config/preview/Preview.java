package italk.engine.config.preview;

import italk.engine.config.plan.ConfigProblem;
import java.util.List;

/**
 * What was found out about a file.
 *
 * @param problems why it would be refused as a whole; then there are neither changes nor effects
 * @param warnings what is not wrong, but perhaps not meant
 * @param changes what it would change, in the order: extensions, then options
 * @param effects what would become of components
 */
public record Preview(
    List<ConfigProblem> problems,
    List<ConfigProblem> warnings,
    List<ConfigChange> changes,
    List<Effect> effects) {

  /** Copies the lists. */
  public Preview {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    changes = List.copyOf(changes);
    effects = List.copyOf(effects);
  }

  /** Whether the file would be taken over. */
  public boolean isGood() {
    return problems.isEmpty();
  }
}
