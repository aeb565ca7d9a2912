package italk.engine.impl.hook;

import italk.engine.api.event.Change;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.EngineOptions;
import italk.engine.impl.event.Events;
import italk.engine.impl.event.Events.ListenerQuiet;
import italk.engine.impl.work.Deadlines;
import italk.engine.impl.work.SerialQueue;
import italk.engine.impl.work.Ticker;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Owns what is known of extensions: tells the {@link GuardedHooks} what the framework and the
 * configuration have changed, and gives walks, trials and operators what they need of it.
 */
@Component(
    service = {Extensions.class, ExtensionRegistry.class},
    immediate = true,
    configurationPid = EngineOptions.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EngineOptions.class)
public final class ExtensionRegistry implements Extensions, HookTrackers.Owner {

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(20);
  private static final Duration MAX_DRAIN = Duration.ofSeconds(2);
  private static final int MIN_WORKERS = 4;
  private static final int MAX_UNTOLD_CHANGES = 10_000;

  private final AnnouncementLog announcementLog = new AnnouncementLog(this);
  private volatile boolean engineIsThere;

  private final Ticker ticker = new Ticker("italk-clock");
  private final Workers pipeline;
  private final Workers listeners;
  private final Deadlines deadlines;
  private final Events events;
  // Filled under the lock, emptied outside: told in their order, and never under the lock.
  private final SerialQueue<Change> changes;
  private final Gates gates;
  private final GuardedHooks hooks;
  private final Diagnosis diagnosis;
  private final HookTrackers trackers;

  private final BundleContext context;
  private volatile EngineOptions options;

  @Activate
  public ExtensionRegistry(
      BundleContext context, EngineOptions options, @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.options = options;
    int threads = Math.max(MIN_WORKERS, 2 * Runtime.getRuntime().availableProcessors());
    pipeline = new Workers("italk-pipeline", threads, ticker);
    listeners = new Workers("italk-listener", threads, ticker);
    deadlines = new Deadlines(ticker);
    events = new Events(listeners, () -> this.options.listener__queue());
    changes =
        new SerialQueue<>(
            listeners,
            () -> MAX_UNTOLD_CHANGES,
            (change, done) -> {
              events.publish(change);
              done.run();
            },
            () -> {});
    diagnosis = new Diagnosis(components);
    Hooks facts = new Hooks();
    facts.setEnabled(enabledBy(options));
    trackers = new HookTrackers(context, this, ticker::after);
    trackers.awaitedAtStart().forEach(facts::await);
    gates = new Gates(this::patience, facts);
    hooks = new GuardedHooks(facts, gates, events, changes::offer);
    trackers.open();
    refresh();
    ticker.every(CHECK_INTERVAL, this::checkPatience);
  }

  @Modified
  void modified(EngineOptions changed) {
    options = changed;
    hooks.change(facts -> facts.setEnabled(enabledBy(changed)));
  }

  @Deactivate
  void deactivate() {
    trackers.close();
    ticker.close();
    pipeline.close();
    listeners.close();
  }

  private static EnabledExtensions enabledBy(EngineOptions options) {
    return EnabledExtensions.of(
        options.extensions(), options.failure__policies(), options.timeouts__ms());
  }

  Duration patience() {
    return Duration.ofMillis(options.gate__wait__ms());
  }

  /** What walks of messages need. */
  public Passage<MessageInterceptor> messagePassage() {
    return new Passage<>("intercept message", gates.messages(), pipeline, deadlines, events);
  }

  /** What walks of connects need. */
  public Passage<ConnectInterceptor> connectPassage() {
    return new Passage<>("intercept connect", gates.connects(), pipeline, deadlines, events);
  }

  public Events events() {
    return events;
  }

  /** Why a bundle is not active, in words. */
  String diagnosisOf(Bundle bundle) {
    return trackers
        .whereItActivates(bundle.getBundleId())
        .map(frame -> "its activation does not return: it is at " + frame)
        .orElseGet(() -> diagnosis.of(bundle));
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }

  public Ticker ticker() {
    return ticker;
  }

  GuardedHooks hooks() {
    return hooks;
  }

  Gates gates() {
    return gates;
  }

  /** There is an engine, or none any more: without one, open gates are nothing to be told of. */
  public void engineIsThere(boolean isThere) {
    engineIsThere = isThere;
    refresh();
  }

  /** What messages or connects wait for; empty where both pass. */
  public List<String> waitingFor() {
    return gates.waitingFor();
  }

  @Override
  public void installed(long bundleId, Optional<InstalledExtension> extension) {
    hooks.change(facts -> facts.setInstalled(bundleId, extension));
  }

  @Override
  public BoundService bind(Object service, ServiceReference<?> reference, String bundleName) {
    return hooks.changeAndSay(
        facts -> {
          String owner = facts.nameOf(reference.getBundle().getBundleId()).orElse(bundleName);
          BoundService bound = new BoundService(service, reference, owner, newHealth());
          facts.add(bound);
          return bound;
        });
  }

  private Health newHealth() {
    return new Health(
        () -> options.quarantine__failures(),
        () -> Duration.ofMillis(options.quarantine__ms()),
        System::nanoTime,
        // Elsewhere: this is the thread of a walk.
        () -> pipeline.execute(this::refresh));
  }

  @Override
  public void rankingChanged(BoundService service) {
    hooks.change(facts -> service.readRanking());
  }

  /** On return nobody calls the service any more, or it was too slow in coming back from a call. */
  @Override
  public void unbind(BoundService service) {
    ListenerQuiet listener = events.quietOf(service.owner());
    hooks.change(facts -> facts.remove(service));
    try {
      gates.awaitLeft(MAX_DRAIN);
      service.markGone();
      if (service.is(EngineListener.class)) {
        listener.await(MAX_DRAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      service.markGone();
    }
  }

  /**
   * Waits until nobody calls any more what was muted, or was too slow in coming back. Who mutes
   * from within an interceptor would wait for itself.
   */
  void awaitLeft(Class<?> type, ListenerQuiet listener) {
    try {
      if (type == EngineListener.class) {
        listener.await(MAX_DRAIN);
      } else if (deadlines.insideOf().isEmpty()) {
        gates.awaitLeft(MAX_DRAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void arrived(String what) {
    hooks.change(facts -> facts.arrived(what));
  }

  // On the ticker: must not block, so waking and refusing only hand over to workers.
  private void checkPatience() {
    gates.refuseLate();
    if (!gates.dueForBypass().isEmpty()) {
      pipeline.execute(this::bypass);
    }
    if (hooks.takeSettled()) {
      pipeline.execute(this::announce);
    }
  }

  private void announce() {
    Announcements.News news = hooks.news(engineIsThere);
    if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING) {
      return; // That everything goes is no news then.
    }
    announcementLog.write(news, hooks.ask(Hooks::activeNames), options.gate__wait__ms());
  }

  private void bypass() {
    List<Absence> bypassed =
        hooks.changeAndSay(
            facts -> {
              List<Absence> due = gates.dueForBypass();
              facts.bypass(due);
              return due;
            });
    announcementLog.writeBypass(bypassed, options.gate__wait__ms());
  }

  private void refresh() {
    hooks.change(facts -> {});
  }

  @Override
  public List<ExtensionStatus> list() {
    return hooks.ask(Hooks::names).stream().map(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public Optional<ExtensionStatus> find(String name) {
    return hooks.status(name).map(this::withDiagnosis);
  }

  private ExtensionStatus withDiagnosis(ExtensionStatus status) {
    if (status.state() != State.WAITING) {
      return status;
    }
    return hooks
        .ask(
            facts ->
                facts.isOnTrial(status.name())
                    ? Optional.<InstalledExtension>empty()
                    : facts.installed(status.name()))
        .map(extension -> StatusOf.withDetail(status, diagnosisOf(extension.bundle())))
        .orElse(status);
  }
}
