package italk.ext.messages;

import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** An extension's storage in memory, which can be made to fail. */
public final class MemoryStorage implements ExtensionStorage {

  private final Map<String, String> entries = new ConcurrentSkipListMap<>();
  private volatile boolean failing;

  /** Whether it fails from now on. */
  public void fail(boolean newFailing) {
    failing = newFailing;
  }

  private void check() {
    if (failing) {
      throw Problem.of(Problem.Code.UNAVAILABLE, "The disk is full.").exception();
    }
  }

  private static void checkKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw Problem.of(Problem.Code.INVALID, "The key is too long.").exception();
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
    more.keySet().forEach(MemoryStorage::checkKey);
    entries.putAll(more);
  }

  @Override
  public void remove(String key) {
    check();
    checkKey(key);
    entries.remove(key);
  }
}
