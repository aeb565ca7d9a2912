package italk.engine.config;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lets through only what is found again and again for a while: what is so for a moment only, such
 * as in the middle of an operation, is nothing to tell. For the thread "italk-config" only.
 */
final class Lasting {

  private final long enoughNanos;
  private final LongSupplier nanoTime;

  // Since when each text has been found at every look; holds nothing but those of the last look.
  private Map<String, Long> since = Map.of();

  Lasting(Duration enough, LongSupplier nanoTime) {
    this.enoughNanos = enough.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Of what was found at this look, what has been there for long enough. */
  List<String> of(Collection<String> found) {
    long now = nanoTime.getAsLong();
    Map<String, Long> next = new HashMap<>();
    found.forEach(text -> next.put(text, since.getOrDefault(text, now)));
    since = next;
    return found.stream().filter(text -> now - next.get(text) >= enoughNanos).toList();
  }
}
