package italk.ext.ratelimiter;

import italk.engine.api.Engine;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a message, or warns or silences its sender, where the sender has sent too many, or the
 * same too often; and where a group, or all together, are flooded. An edit counts as a message, but
 * is no repetition.
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

  /** Where the counts are in the extension's storage; those of a role have its name behind it. */
  static final String COUNTS = "counts";

  /** Where it is who is silent. */
  static final String MUTES = "mutes";

  private static final Logger LOGGER = LoggerFactory.getLogger(MessageRateLimiter.class);

  private final KeptCounts kept;
  private final LongSupplier nanoTime;
  private final Sanctions sanctions;

  // Both written by the component's life cycle, one change at a time; read by the engine's threads.
  private volatile Settings settings;
  private volatile Counters counters;

  /** Comes and goes with the extension users_management. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Permissions permissions;

  /** Goes on with the counts that were kept, under the limits of {@code options}. */
  @Activate
  public MessageRateLimiter(
      @Reference Engine engine,
      @Reference ModerationRecords records,
      @Reference ExtensionStorage storage,
      RateLimiterOptions options) {
    this(engine, records, storage, options, InstantSource.system(), System::nanoTime);
  }

  /**
   * The same with clocks of one's own.
   *
   * @param clock for the time that passes while nothing of this runs
   * @param nanoTime for the time that passes while it runs
   */
  MessageRateLimiter(
      Engine engine,
      ModerationRecords records,
      ExtensionStorage storage,
      RateLimiterOptions options,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.kept = new KeptCounts(storage, clock);
    this.nanoTime = nanoTime;
    this.settings = Settings.of(options);
    this.counters = Counters.first(settings, nanoTime);
    this.sanctions = new Sanctions(engine, records, clock, nanoTime);
    counters.lasting().forEach((name, used) -> kept.restore(COUNTS + name, used::restore));
    kept.restore(MUTES, sanctions.mutes()::restore);
  }

  @Modified
  void modified(RateLimiterOptions options) {
    try {
      Settings changed = Settings.of(options);
      counters = counters.with(changed, nanoTime);
      settings = changed;
    } catch (IllegalArgumentException outOfBounds) {
      // Thrown on, it would end the component, and with it the limit.
      LOGGER.error("{} The previous limits stay in force.", outOfBounds.getMessage());
    }
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    if (draft.isEditedByAnother()) {
      return Verdict.accept(); // The sender has done nothing.
    }
    Settings now = settings;
    Counters counts = counters;
    String userId = draft.sender().id();
    Optional<Permissions> asked = Optional.ofNullable(permissions);
    Optional<String> role = now.limitedRole(Roles.of(draft.sender(), asked));
    boolean isUnlimited =
        role.filter(name -> now.roleLimits().get(name).isEmpty()).isPresent()
            || asked.filter(it -> it.allows(userId, Permissions.UNLIMITED)).isPresent();
    if (isUnlimited) {
      return Verdict.accept();
    }
    Optional<Duration> muted = sanctions.mutes().remaining(userId);
    if (muted.isPresent()) {
      return Sanctions.refusal(now.words().tooMany(), muted.get());
    }
    Optional<Duration> repeated =
        draft.edits().isPresent() ? Optional.empty() : counts.repeated(userId, draft.content());
    if (repeated.isPresent()) {
      return sanctions.on(draft, now, now.words().repeated(), repeated.get());
    }
    Optional<Duration> tooMany = counts.useOfUser(userId, role);
    if (tooMany.isPresent()) {
      return sanctions.on(draft, now, now.words().tooMany(), tooMany.get());
    }
    return counts
        .useOfAll(userId, role, draft.conversation())
        .<Verdict>map(wait -> Sanctions.refusal(now.words().busy(), wait))
        .orElseGet(Verdict::accept);
  }

  /** Keeps the counts. The engine asks no more by now, save for what it was asking already. */
  @Deactivate
  void deactivate() {
    counters.lasting().forEach((name, allowances) -> kept.keep(COUNTS + name, allowances.used()));
    kept.keep(MUTES, sanctions.mutes().left());
  }
}
