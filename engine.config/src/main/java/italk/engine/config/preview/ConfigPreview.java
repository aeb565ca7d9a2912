package italk.engine.config.preview;

import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Plan;
import italk.engine.config.plan.Planner;
import italk.engine.config.preview.Effect.Reaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Says what a file would do before it does it. Immutable, safe for any thread: its answers depend
 * on nothing but what it was made of and the arguments.
 */
public final class ConfigPreview {

  private final Installed installed;
  private final Reactions reactions;
  private final Interpolation interpolation;

  /**
   * @param installed what is in the framework
   * @param reactions how its components take a change
   * @param interpolation what placeholders stand for
   */
  public ConfigPreview(Installed installed, Reactions reactions, Interpolation interpolation) {
    this.installed = installed;
    this.reactions = reactions;
    this.interpolation = interpolation;
  }

  /**
   * Checks a file, and compares it with the one that is in force.
   *
   * @param inForce what is in force
   * @param candidate what the file says
   */
  public Preview compare(JsonObject inForce, JsonObject candidate) {
    Draft now = Planner.plan(inForce, installed, Map.of(), interpolation);
    Draft next = Planner.plan(candidate, installed, now.plan().rankings(), interpolation);
    List<ConfigProblem> warnings = new ArrayList<>(next.warnings());
    warnings.addAll(next.unowned());
    if (!next.problems().isEmpty()) {
      return new Preview(next.problems(), warnings, List.of(), List.of());
    }
    return new Preview(
        List.of(),
        warnings,
        ChangeList.of(inForce, candidate, installed),
        effects(configurations(now.plan()), configurations(next.plan())));
  }

  private static Map<String, Map<String, Object>> configurations(Plan plan) {
    Map<String, Map<String, Object>> configurations = new LinkedHashMap<>(plan.core());
    configurations.putAll(plan.extensions());
    configurations.put(Plan.ENGINE_PID, plan.engine());
    return configurations;
  }

  private List<Effect> effects(
      Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
    Set<String> pids = new LinkedHashSet<>(before.keySet());
    pids.addAll(after.keySet());
    List<Effect> effects = new ArrayList<>();
    for (String pid : pids) {
      if (!after.containsKey(pid)) {
        effects.add(new Effect(pid, Reaction.DEACTIVATED));
      } else if (!before.containsKey(pid)) {
        effects.add(new Effect(pid, Reaction.ACTIVATED));
      } else {
        Set<String> keys = changed(before.get(pid), after.get(pid));
        if (!keys.isEmpty()) {
          effects.add(new Effect(pid, reactions.to(pid, keys)));
        }
      }
    }
    return effects;
  }

  private static Set<String> changed(Map<String, Object> before, Map<String, Object> after) {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    // Arrays are compared by their content.
    keys.removeIf(key -> Objects.deepEquals(before.get(key), after.get(key)));
    return keys;
  }
}
