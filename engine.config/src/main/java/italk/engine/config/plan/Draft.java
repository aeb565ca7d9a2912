package italk.engine.config.plan;

import java.util.List;

/**
 * What came of planning. A new file with problems must not be applied at all. Where the file was
 * applied before and a bundle came or changed, the plan holds what is still right: everything but
 * the sections with problems.
 *
 * @param plan what should be written
 * @param problems what is wrong
 * @param warnings what is not wrong, but surely not meant
 * @param unowned warnings about sections whose extension is not installed; at start-up they mean
 *     nothing until all bundles had the time to come
 * @param contested warnings about extensions that several started bundles are; they mean nothing
 *     where it is only for a moment
 */
public record Draft(
    Plan plan,
    List<ConfigProblem> problems,
    List<ConfigProblem> warnings,
    List<ConfigProblem> unowned,
    List<ConfigProblem> contested) {

  /** Copies the lists. */
  public Draft {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    unowned = List.copyOf(unowned);
    contested = List.copyOf(contested);
  }
}
