package italk.engine.config.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Config Admin should hold, as far as {@code config.json} decides it. Every configuration that
 * came from the file before and is not in here is to be deleted.
 *
 * @param enabled the enabled names in order, installed or not
 * @param rankings the ranking of each enabled name
 * @param extensions the configurations of the enabled and installed extensions by PID, in order
 * @param core the configurations of the core's other bundles by PID
 * @param engine the configuration of {@value #ENGINE_PID}
 * @param kept PIDs of the core whose section does not fit a bundle that came later: left as they
 *     are
 * @param logging what the flag {@code logging} says
 */
public record Plan(
    List<String> enabled,
    Map<String, Integer> rankings,
    Map<String, Map<String, Object>> extensions,
    Map<String, Map<String, Object>> core,
    Map<String, Object> engine,
    Set<String> kept,
    boolean logging) {

  /** The engine's PID. */
  public static final String ENGINE_PID = "italk.engine";

  /** The engine's option with the enabled names. */
  public static final String ENGINE_EXTENSIONS = "extensions";
}
