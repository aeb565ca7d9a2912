package italk.engine.impl.hook;

import italk.engine.api.extension.ExtensionStatus.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what there is to tell of a change of the extensions, so that everything is said once.
 * Guarded by the registry's lock; the {@link News} are told after it was released.
 */
final class Announcements {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionRegistry.class);

  private Map<String, State> told = Map.of();
  private Set<String> saidMissing = Set.of();
  private boolean saidReady;

  /**
   * What became different.
   *
   * @param states by name, of those whose state is another than before
   * @param missing names that are enabled and not installed, and were not said to be
   * @param active the names of the active extensions where messages pass for the first time; else
   *     empty
   */
  record News(Map<String, State> states, List<String> missing, List<List<String>> active) {

    List<String> changed() {
      return List.copyOf(states.keySet());
    }

    void log() {
      missing.forEach(
          name ->
              LOG.warn(
                  "The extension {} is enabled but not installed: the engine goes on without it. Drop its jar into the"
                      + " folder of extensions, or take its name out of \"extensions\".",
                  name));
      states.forEach(
          (name, state) -> {
            if (state != State.NOT_INSTALLED) {
              LOG.info("The extension {} is {}", name, state.name().toLowerCase(Locale.ROOT));
            }
          });
      active.forEach(
          names -> LOG.info("Italk-Engine is ready: messages pass. Active extensions: {}", names));
    }
  }

  News news(Hooks hooks, boolean open) {
    Map<String, State> now = hooks.states();
    Map<String, State> changed = new LinkedHashMap<>();
    now.forEach(
        (name, state) -> {
          if (told.get(name) != state) {
            changed.put(name, state);
          }
        });
    told = now;
    List<List<String>> active = new ArrayList<>();
    if (open && !saidReady) {
      saidReady = true;
      active.add(now.keySet().stream().filter(name -> now.get(name) == State.ACTIVE).toList());
    }
    return new News(changed, newlyMissing(now, hooks.isStarted()), active);
  }

  // Before the hot folder was read, missing means nothing.
  private List<String> newlyMissing(Map<String, State> now, boolean started) {
    if (!started) {
      return List.of();
    }
    Set<String> missing = new LinkedHashSet<>();
    now.forEach(
        (name, state) -> {
          if (state == State.NOT_INSTALLED) {
            missing.add(name);
          }
        });
    List<String> news = missing.stream().filter(name -> !saidMissing.contains(name)).toList();
    saidMissing = missing;
    return news;
  }
}
