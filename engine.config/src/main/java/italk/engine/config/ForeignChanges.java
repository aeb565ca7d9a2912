package italk.engine.config;

import italk.engine.config.change.Changes.Value;
import italk.engine.config.change.HeldValues;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what others changed in the configurations that came from the file. For the thread
 * "italk-config" only.
 */
final class ForeignChanges {

  private static final Logger LOGGER = LoggerFactory.getLogger(ForeignChanges.class);

  /**
   * What is different from what was written.
   *
   * @param values what belongs into the file
   * @param putBack what can't be in the file, in words
   * @param isNothing true where all is as it was written
   */
  record Found(List<Value> values, List<String> putBack, boolean isNothing) {}

  private final ConfigurationAdmin admin;
  private final Supplier<Installed> installed;

  ForeignChanges(ConfigurationAdmin admin, Supplier<Installed> installed) {
    this.admin = admin;
    this.installed = installed;
  }

  /** Compares what was written with what is there. */
  Found find(Plan plan) {
    Map<String, Map<String, Object>> held = held();
    List<Value> values = new ArrayList<>();
    List<String> putBack = new ArrayList<>();
    boolean isNothing = true;
    Map<String, Map<String, Object>> written = new HashMap<>(plan.core());
    written.putAll(plan.extensions());
    written.put(Plan.ENGINE_PID, plan.engine());
    for (Map.Entry<String, Map<String, Object>> entry : written.entrySet()) {
      Map<String, Object> now = held.get(entry.getKey());
      if (now == null) {
        putBack.add("The configuration " + entry.getKey() + " was deleted in Config Admin.");
        isNothing = false;
        continue;
      }
      boolean marked =
          ConfigurationApplier.SOURCE.equals(now.get(ConfigurationApplier.SOURCE_PROPERTY));
      HeldValues comparison = new HeldValues(entry.getKey(), entry.getValue(), now);
      isNothing &= marked && comparison.isSame();
      values.addAll(comparison.values(installed.get()));
      putBack.addAll(comparison.putBack());
    }
    return new Found(values, putBack, isNothing);
  }

  private Map<String, Map<String, Object>> held() {
    try {
      // All: those that lost their mark are among those that are searched for.
      Configuration[] found = admin.listConfigurations("(service.pid=*)");
      Map<String, Map<String, Object>> held = new HashMap<>();
      for (Configuration configuration : found == null ? new Configuration[0] : found) {
        add(configuration, held);
      }
      return held;
    } catch (IOException | InvalidSyntaxException e) {
      throw new IllegalStateException("Config Admin does not list what it holds", e);
    }
  }

  private static void add(Configuration configuration, Map<String, Map<String, Object>> held) {
    try {
      held.put(configuration.getPid(), copy(configuration.getProperties()));
    } catch (IllegalStateException e) {
      LOGGER.debug("A configuration was deleted while it was looked at: it is not there.");
    }
  }

  private static Map<String, Object> copy(Dictionary<String, Object> properties) {
    Map<String, Object> copy = new HashMap<>();
    if (properties != null) {
      Collections.list(properties.keys()).forEach(key -> copy.put(key, properties.get(key)));
    }
    return copy;
  }
}
