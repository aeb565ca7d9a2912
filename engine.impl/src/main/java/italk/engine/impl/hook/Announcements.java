package italk.engine.impl.hook;

import italk.engine.api.extension.ExtensionStatus.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what there is to tell of a change of the extensions, so that everything is told once.
 * Guarded by the registry's lock.
 *
 * <p>Events are told at once. The log waits until things have settled: an operator wants to read
 * how it came out, not that an extension was waiting for the 30 ms that its update took; and Pax
 * Logging loses lines while it takes over a new configuration, which is what advanced_logging gives
 * it at the same moment.
 */
final class Announcements {

  private static final long SETTLED_NANOS = Duration.ofMillis(300).toNanos();

  private Map<String, State> told = Map.of();
  private Map<String, State> logged = Map.of();
  private Set<String> saidMissing = Set.of();
  private boolean saidReady;
  private boolean unsettled;
  private long changedAt;

  /**
   * What there is to log.
   *
   * @param changed the names of those whose state is another than was logged last
   * @param missing names that are enabled and not installed, and were not said to be
   * @param ready true where messages pass for the first time
   */
  record News(List<String> changed, List<String> missing, boolean ready) {}

  /** The names of those whose state is another than was told last. */
  List<String> changed(Hooks hooks) {
    Map<String, State> now = hooks.states();
    List<String> changed = differences(told, now);
    told = now;
    unsettled = true;
    changedAt = System.nanoTime();
    return changed;
  }

  /** True, once, when something has changed and nothing more did for a while. */
  boolean takeSettled() {
    boolean settled = unsettled && System.nanoTime() - changedAt > SETTLED_NANOS;
    if (settled) {
      unsettled = false;
    }
    return settled;
  }

  News news(Hooks hooks, boolean open) {
    Map<String, State> now = hooks.states();
    List<String> changed = differences(logged, now);
    logged = now;
    boolean ready = open && !saidReady;
    saidReady |= ready;
    return new News(changed, newlyMissing(now, hooks.isStarted()), ready);
  }

  private static List<String> differences(Map<String, State> before, Map<String, State> now) {
    Map<String, State> changed = new LinkedHashMap<>(now);
    before.forEach(changed::remove);
    return List.copyOf(changed.keySet());
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
