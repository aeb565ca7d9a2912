package italk.ext.ratelimiter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a user who sends too much. Safe for any thread. */
final class Sanctions {

  private static final Logger LOGGER = LoggerFactory.getLogger(Sanctions.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  private final Engine engine;
  private final ModerationRecords records;
  private final InstantSource clock;
  private final Mutes mutes;
  // Who was warned a moment ago: a flood of warnings would be one more flood.
  private final Cache<String, Boolean> warned;

  Sanctions(Engine engine, ModerationRecords records, InstantSource clock, LongSupplier nanoTime) {
    this.engine = engine;
    this.records = records;
    this.clock = clock;
    this.mutes = new Mutes(nanoTime);
    this.warned =
        Caffeine.newBuilder()
            .maximumSize(Allowances.MAX_COUNTED)
            .expireAfterWrite(BETWEEN_WARNINGS)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  Mutes mutes() {
    return mutes;
  }

  /** The verdict on a message that is too much. */
  Verdict on(MessageDraft draft, Settings settings, String words, Duration wait) {
    return switch (settings.action()) {
      case REJECT -> refusal(words, wait);
      case WARN -> warn(draft, words, wait);
      case MUTE -> mute(draft, words, settings.muteTime());
    };
  }

  private Verdict warn(MessageDraft draft, String words, Duration wait) {
    if (warned.asMap().putIfAbsent(draft.sender().id(), true) == null) {
      engine
          .session(draft.sessionId())
          .ifPresent(session -> session.notice(MessageRateLimiter.NAME, withSeconds(words, wait)));
    }
    return Verdict.accept();
  }

  private Verdict mute(MessageDraft draft, String words, Duration time) {
    String userId = draft.sender().id();
    if (mutes.mute(userId, time)) {
      record(userId, time);
    }
    return refusal(words, mutes.remaining(userId).orElse(time));
  }

  private void record(String userId, Duration time) {
    try {
      records.record(
          Actor.extension(MessageRateLimiter.NAME),
          "mute",
          Target.user(userId),
          "too many messages",
          Optional.of(clock.instant().plus(time)),
          Map.of());
    } catch (EngineException notRecorded) {
      // The mute holds all the same.
      LOGGER.warn("The mute of {} is not recorded: {}", userId, notRecorded.getMessage());
    }
  }

  /** The verdict on a message that may be sent again after a while. */
  static Verdict refusal(String words, Duration wait) {
    return Verdict.reject(
        withSeconds(words, wait), Duration.ofMillis(wait.plusNanos(999_999).toMillis()));
  }

  // Rounded up: whoever waits just that long shall not be refused again.
  private static String withSeconds(String words, Duration wait) {
    return words.replace("{seconds}", Long.toString(wait.plusNanos(999_999_999).toSeconds()));
  }
}
