package italk.ext.ratelimiter;

import italk.engine.api.EngineException;
import italk.engine.api.extension.ExtensionStorage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps counts from one life of the extension to the next. */
final class KeptCounts {

  private static final Logger LOGGER = LoggerFactory.getLogger(KeptCounts.class);

  private final ExtensionStorage storage;
  private final InstantSource clock;

  KeptCounts(ExtensionStorage storage, InstantSource clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Hands out what was kept under a key, and how long ago. What can't be read is left out. */
  void restore(String key, BiConsumer<Map<String, Long>, Duration> into) {
    try {
      storage
          .get(key)
          .map(SavedCounts::parse)
          .ifPresent(
              saved -> {
                Duration elapsed = Duration.between(saved.at(), clock.instant());
                // Negative where the clock was set back: then nothing is known to have passed.
                into.accept(saved.used(), elapsed.isNegative() ? Duration.ZERO : elapsed);
              });
    } catch (EngineException | IllegalArgumentException unreadable) {
      LOGGER.warn(
          "The counts of message_rate_limiter can't be read, every user starts anew: {}",
          unreadable.getMessage());
    }
  }

  /** Keeps counts under a key. */
  void keep(String key, Map<String, Long> counts) {
    try {
      if (counts.isEmpty()) {
        storage.remove(key);
      } else {
        storage.put(
            key,
            new SavedCounts(clock.instant(), counts).toText(ExtensionStorage.MAX_VALUE_LENGTH));
      }
    } catch (EngineException notStored) {
      LOGGER.warn(
          "The counts of {} users of message_rate_limiter can't be kept, they will start anew: {}",
          counts.size(),
          notStored.getMessage());
    }
  }
}
