package italk.engine.config;

import italk.engine.config.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Makes Config Admin hold what a plan says, touching only what differs. Safe to repeat after a
 * failure. For the thread "italk-config" only.
 *
 * <p>The order: an extension's messages must never pass unseen while it is enabled. The engine
 * shuts its gate while an enabled and installed extension is not active, and ignores hooks of an
 * extension that is not enabled. So where a name goes, the engine is told first (its hooks don't
 * count any more), then the configurations go. Where names come or change places, the extensions
 * are configured first and the engine last: it then finds them active, and the gate need not shut.
 * Were the engine told first, the gate would shut for a moment: right as well, and slower.
 */
final class ConfigurationApplier {

  /**
   * Marks what came from the file, also over restarts. The full stop makes it private to the
   * component: it does not appear on its service.
   */
  static final String SOURCE_PROPERTY = ".italk.source";

  static final String SOURCE = "config.json";

  /** Every bundle may get the configuration: which one has the PID is decided by Metatype. */
  private static final String ANY_BUNDLE = "?";

  private final ConfigurationAdmin admin;
  private final Consumer<Runnable> asOne;

  /**
   * Writes into Config Admin.
   *
   * @param asOne runs changes so that messages see all of them or none
   */
  ConfigurationApplier(ConfigurationAdmin admin, Consumer<Runnable> asOne) {
    this.admin = admin;
    this.asOne = asOne;
  }

  /**
   * What was done.
   *
   * @param written PIDs that were created or updated
   * @param deleted PIDs that were deleted
   * @param failures what could not be done, in words
   */
  record Outcome(List<String> written, List<String> deleted, List<String> failures) {}

  Outcome apply(Plan plan) {
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (isInForce(plan, outcome)) {
      return outcome;
    }
    // Also one PID alone: several components may have it, and are told one after the other.
    asOne.accept(() -> write(plan, outcome));
    return outcome;
  }

  private boolean isInForce(Plan plan, Outcome outcome) {
    Map<String, Configuration> now = new HashMap<>();
    list("(" + SOURCE_PROPERTY + "=" + SOURCE + ")", outcome)
        .forEach(configuration -> now.put(configuration.getPid(), configuration));
    Map<String, Map<String, Object>> wanted = new HashMap<>(plan.core());
    wanted.putAll(plan.extensions());
    wanted.put(Plan.ENGINE_PID, plan.engine());
    return pids(plan).containsAll(now.keySet())
        && wanted.entrySet().stream()
            .noneMatch(entry -> differs(entry.getValue(), now.get(entry.getKey())));
  }

  private static boolean differs(Map<String, Object> wanted, Configuration now) {
    if (now == null) {
      return true;
    }
    Dictionary<String, Object> properties = now.getProperties();
    // Those that Config Admin and this class have added.
    List<String> keys = new ArrayList<>(Collections.list(properties.keys()));
    keys.removeAll(List.of(Constants.SERVICE_PID, SOURCE_PROPERTY));
    return keys.size() != wanted.size()
        || !wanted.entrySet().stream()
            .allMatch(
                entry -> Objects.deepEquals(entry.getValue(), properties.get(entry.getKey())));
  }

  private void write(Plan plan, Outcome outcome) {
    boolean namesGo = !plan.enabled().containsAll(enabledNow(outcome));
    if (namesGo) {
      write(Plan.ENGINE_PID, plan.engine(), outcome);
    }
    deleteAllBut(pids(plan), outcome);
    plan.core().forEach((pid, values) -> write(pid, values, outcome));
    plan.extensions().forEach((pid, values) -> write(pid, values, outcome));
    if (!namesGo) {
      write(Plan.ENGINE_PID, plan.engine(), outcome);
    }
  }

  private static Set<String> pids(Plan plan) {
    Set<String> pids = new LinkedHashSet<>(plan.kept());
    pids.addAll(plan.core().keySet());
    pids.addAll(plan.extensions().keySet());
    pids.add(Plan.ENGINE_PID);
    return pids;
  }

  private List<String> enabledNow(Outcome outcome) {
    List<String> enabled = new ArrayList<>();
    for (Configuration engine : list("(service.pid=" + Plan.ENGINE_PID + ")", outcome)) {
      if (engine.getProperties().get(Plan.ENGINE_EXTENSIONS) instanceof String[] names) {
        enabled.addAll(Arrays.asList(names));
      }
    }
    return enabled;
  }

  private void deleteAllBut(Set<String> pids, Outcome outcome) {
    for (Configuration configuration : list("(" + SOURCE_PROPERTY + "=" + SOURCE + ")", outcome)) {
      String pid = configuration.getPid();
      try {
        if (!pids.contains(pid)) {
          configuration.delete();
          outcome.deleted().add(pid);
        }
      } catch (IOException | IllegalStateException e) {
        outcome.failures().add("The configuration " + pid + " can't be deleted: " + e);
      }
    }
  }

  private void write(String pid, Map<String, Object> values, Outcome outcome) {
    try {
      Hashtable<String, Object> properties = new Hashtable<>(values);
      properties.put(SOURCE_PROPERTY, SOURCE);
      if (admin.getConfiguration(pid, ANY_BUNDLE).updateIfDifferent(properties)) {
        outcome.written().add(pid);
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      outcome.failures().add("The configuration " + pid + " can't be written: " + e);
    }
  }

  private List<Configuration> list(String filter, Outcome outcome) {
    try {
      Configuration[] found = admin.listConfigurations(filter);
      return found == null ? List.of() : List.of(found);
    } catch (IOException | IllegalStateException e) {
      outcome.failures().add("The configurations can't be listed: " + e);
      return List.of();
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(filter, e);
    }
  }
}
