package italk.engine.impl.hook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which hooks are left out because somebody wants it so: by the name of their extension, so that it
 * holds over its updates, and the simple name of their type. Guarded by the registry's lock.
 */
final class Mutes {

  private final Map<String, Set<String>> byOwner = new HashMap<>();

  void mute(String owner, Class<?> type) {
    byOwner.computeIfAbsent(owner, name -> new TreeSet<>()).add(type.getSimpleName());
  }

  void unmute(String owner, Class<?> type) {
    byOwner.computeIfPresent(
        owner,
        (name, types) -> {
          types.remove(type.getSimpleName());
          return types.isEmpty() ? null : types;
        });
  }

  boolean isMuted(String owner, Class<?> type) {
    return byOwner.getOrDefault(owner, Set.of()).contains(type.getSimpleName());
  }

  /** The simple names of the types that are muted of one owner, in order. */
  List<String> of(String owner) {
    return List.copyOf(byOwner.getOrDefault(owner, Set.of()));
  }
}
