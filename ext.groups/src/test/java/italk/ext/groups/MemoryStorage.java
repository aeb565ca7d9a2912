package italk.ext.groups;

import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An extension's storage in memory, which can be made to fail. */
final class MemoryStorage implements ExtensionStorage {

  private final Map<String, String> entries = new TreeMap<>();
  private boolean failing;

  void fail(boolean newFailing) {
    failing = newFailing;
  }

  private void check() {
    if (failing) {
      throw Problem.of(Problem.Code.UNAVAILABLE, "The disk is full.").exception();
    }
  }

  @Override
  public Optional<String> get(String key) {
    check();
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public Map<String, String> all() {
    return Map.copyOf(entries);
  }

  @Override
  public void putAll(Map<String, String> more) {
    check();
    if (more.values().stream().anyMatch(value -> value.length() > MAX_VALUE_LENGTH)) {
      throw Problem.of(Problem.Code.INVALID, "The value is too long.").exception();
    }
    entries.putAll(more);
  }

  @Override
  public void remove(String key) {
    check();
    entries.remove(key);
  }
}
