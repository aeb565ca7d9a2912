package italk.ext.events.webhook;

import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A storage that forgets at the end of the test, and can be out of order. Safe for any thread. */
public final class MemoryStorage implements ExtensionStorage {

  private final Map<String, String> entries = new ConcurrentSkipListMap<>();
  private volatile boolean isFailing;

  public MemoryStorage() {}

  /** What a process that is killed at this moment leaves behind. */
  public MemoryStorage copy() {
    MemoryStorage copy = new MemoryStorage();
    copy.entries.putAll(all());
    return copy;
  }

  public void fail(boolean failing) {
    isFailing = failing;
  }

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized Map<String, String> all() {
    return Map.copyOf(entries);
  }

  @Override
  public synchronized void putAll(Map<String, String> added) {
    check();
    added.forEach(
        (key, value) -> {
          if (key.length() > MAX_KEY_LENGTH || value.length() > MAX_VALUE_LENGTH) {
            throw Problem.of(Problem.Code.INVALID, "too long").exception();
          }
        });
    entries.putAll(added);
  }

  @Override
  public synchronized void remove(String key) {
    check();
    entries.remove(key);
  }

  private void check() {
    if (isFailing) {
      throw Problem.unavailable("The disk is full.", Duration.ofSeconds(1)).exception();
    }
  }
}
