package italk.ext.ratelimiter;

import italk.engine.api.EngineException;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a message where its sender has sent too many.
 *
 * <p>It fails open: it is there for comfort, and a limiter that is broken or missing should not
 * silence a chat that nobody is flooding. Where floods are the greater evil, {@code
 * "failure_policy": "reject"} in its section says so.
 *
 * <p>The counts outlive this component, so that neither an update of the bundle nor a restart is a
 * way around the limit. They are kept when it is deactivated; a process that is killed forgets
 * them.
 */
@Extension(value = MessageRateLimiter.NAME, failurePolicy = FailurePolicy.ACCEPT)
@Component(
    service = MessageInterceptor.class,
    configurationPid = "italk.extension." + MessageRateLimiter.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RateLimiterOptions.class)
public final class MessageRateLimiter implements MessageInterceptor {

  static final String NAME = "message_rate_limiter";

  /** Where the counts are in the extension's storage. */
  static final String COUNTS = "counts";

  private static final Logger LOGGER = LoggerFactory.getLogger(MessageRateLimiter.class);

  private final ExtensionStorage storage;
  private final InstantSource clock;
  private final Allowances allowances;

  // Written by the component's life cycle, read by the engine's threads.
  private volatile Settings settings;

  /** Goes on with the counts that were kept, under the limits of {@code options}. */
  @Activate
  public MessageRateLimiter(@Reference ExtensionStorage storage, RateLimiterOptions options) {
    this(storage, options, InstantSource.system(), System::nanoTime);
  }

  /**
   * The same with clocks of one's own.
   *
   * @param clock for the time that passes while nothing of this runs
   * @param nanoTime for the time that passes while it runs
   */
  MessageRateLimiter(
      ExtensionStorage storage,
      RateLimiterOptions options,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.storage = storage;
    this.clock = clock;
    this.settings = Settings.of(options);
    this.allowances = new Allowances(settings.limits(), nanoTime);
    restore();
  }

  @Modified
  void modified(RateLimiterOptions options) {
    try {
      Settings changed = Settings.of(options);
      settings = changed;
      allowances.change(changed.limits());
    } catch (IllegalArgumentException outOfBounds) {
      // Thrown on, it would end the component, and with it the limit.
      LOGGER.error("{} The previous limits stay in force.", outOfBounds.getMessage());
    }
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    Settings current = settings;
    if (current.exempts(draft.sender())) {
      return Verdict.accept();
    }
    Optional<Duration> wait = allowances.use(draft.sender().id());
    return wait.isPresent() ? current.refusal(wait.get()) : Verdict.accept();
  }

  private void restore() {
    try {
      storage
          .get(COUNTS)
          .map(SavedCounts::parse)
          .ifPresent(
              saved -> {
                Duration elapsed = Duration.between(saved.at(), clock.instant());
                // Negative where the clock was set back: then nothing is known to have passed.
                allowances.restore(saved.used(), elapsed.isNegative() ? Duration.ZERO : elapsed);
              });
    } catch (EngineException | IllegalArgumentException unreadable) {
      LOGGER.warn(
          "The counts of message_rate_limiter can't be read, every user starts anew: {}",
          unreadable.getMessage());
    }
  }

  /** Keeps the counts. The engine asks no more by now, save for what it was asking already. */
  @Deactivate
  void deactivate() {
    Map<String, Long> used = allowances.used();
    Instant now = clock.instant();
    try {
      if (used.isEmpty()) {
        storage.remove(COUNTS);
      } else {
        storage.put(COUNTS, new SavedCounts(now, used).toText(ExtensionStorage.MAX_VALUE_LENGTH));
      }
    } catch (EngineException notStored) {
      LOGGER.warn(
          "The counts of {} users of message_rate_limiter can't be kept, they will start anew: {}",
          used.size(),
          notStored.getMessage());
    }
  }
}
