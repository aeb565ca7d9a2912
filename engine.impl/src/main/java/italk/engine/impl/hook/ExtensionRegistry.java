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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
 * Owns what is known of extensions and keeps the gates, the chains and the listeners' queues in
 * step with it.
 *
 * <p>{@code hooks} is guarded by {@code lock}. Under it, and only under it, the chains are replaced
 * and the listeners attached; foreign code is never called while it is held. What is to be done
 * because of a change (waking who waits, telling, logging) is done after it is released.
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

  private final Object lock = new Object();
  private final Hooks hooks = new Hooks();
  private final Draining draining = new Draining();
  private final Announcements announcements = new Announcements();
  private final AnnouncementLog announcementLog = new AnnouncementLog(this);
  private Set<String> owners = Set.of();
  private boolean engineIsThere;

  private final Ticker ticker = new Ticker("italk-clock");
  private final Workers pipeline;
  private final Workers listeners;
  private final Deadlines deadlines;
  private final Events events;
  // Filled under the lock, emptied outside: told in their order, and never under the lock.
  private final SerialQueue<Change> changes;
  private final Gate<MessageInterceptor> messageGate;
  private final Gate<ConnectInterceptor> connectGate;
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
    hooks.setEnabled(enabledBy(options));
    trackers = new HookTrackers(context, this);
    trackers.awaitedAtStart().forEach(hooks::await);
    messageGate = new Gate<>(this::patience, hooks.chain(MessageInterceptor.class));
    connectGate = new Gate<>(this::patience, hooks.chain(ConnectInterceptor.class));
    trackers.open();
    refresh();
    ticker.every(CHECK_INTERVAL, this::checkPatience);
  }

  @Modified
  void modified(EngineOptions changed) {
    options = changed;
    change(() -> hooks.setEnabled(enabledBy(changed)));
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
    return new Passage<>("intercept message", messageGate, pipeline, deadlines, events);
  }

  /** What walks of connects need. */
  public Passage<ConnectInterceptor> connectPassage() {
    return new Passage<>("intercept connect", connectGate, pipeline, deadlines, events);
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

  /** False where a trial of this extension is under way already. */
  boolean beginTrial(String name) {
    boolean[] begun = new boolean[1];
    change(() -> begun[0] = hooks.beginTrial(name));
    return begun[0];
  }

  void endTrial(String name) {
    change(() -> hooks.endTrial(name));
  }

  /**
   * Shuts the gates until {@link #release}.
   *
   * @return true where nobody is inside any more
   */
  boolean hold(String reason, Duration limit) throws InterruptedException {
    change(() -> hooks.hold(reason));
    return draining.awaitEmpty(limit);
  }

  /** Opens them again; who was inside all the time begins again. */
  void release(String reason) {
    change(
        () -> {
          messageGate.beginEpoch();
          connectGate.beginEpoch();
          hooks.release(reason);
        });
  }

  void dismiss(long bundleId) {
    change(() -> hooks.dismiss(bundleId));
  }

  boolean isEnabled(String name) {
    synchronized (lock) {
      return hooks.isEnabled(name);
    }
  }

  /** All hooks of a type that a bundle has registered, whether they are called now or not. */
  <S> List<Hook<S>> hooksOf(long bundleId, Class<S> type) {
    synchronized (lock) {
      return hooks.hooksOf(bundleId, type);
    }
  }

  /** True once everything that a bundle's manifest declares is registered, which may take time. */
  boolean awaitActive(long bundleId, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (hooks.installed(bundleId).filter(hooks::isActive).isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    }
  }

  /** There is an engine, or none any more: without one, open gates are nothing to be told of. */
  public void engineIsThere(boolean isThere) {
    change(() -> engineIsThere = isThere);
  }

  /** What messages or connects wait for; empty where both pass. */
  public List<String> waitingFor() {
    return Stream.of(messageGate, connectGate)
        .flatMap(gate -> gate.chain().absences().stream())
        .map(Absence::name)
        .distinct()
        .toList();
  }

  @Override
  public void installed(long bundleId, Optional<InstalledExtension> extension) {
    change(() -> hooks.setInstalled(bundleId, extension));
  }

  @Override
  public BoundService bind(Object service, ServiceReference<?> reference, String bundleName) {
    BoundService[] bound = new BoundService[1];
    change(
        () -> {
          String owner = hooks.nameOf(reference.getBundle().getBundleId()).orElse(bundleName);
          bound[0] = new BoundService(service, reference, owner, newHealth());
          hooks.add(bound[0]);
        });
    return bound[0];
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
    change(service::readRanking);
  }

  /** On return nobody calls the service any more, or it was too slow in coming back from a call. */
  @Override
  public void unbind(BoundService service) {
    ListenerQuiet listener = events.quietOf(service.owner());
    change(() -> hooks.remove(service));
    try {
      draining.awaitEmpty(MAX_DRAIN);
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

  @Override
  public void arrived(String what) {
    change(() -> hooks.arrived(what));
  }

  // On the ticker: must not block, so waking and refusing only hand over to workers.
  private void checkPatience() {
    messageGate.refuseLate();
    connectGate.refuseLate();
    if (isBypassDue(messageGate) || isBypassDue(connectGate)) {
      pipeline.execute(this::bypass);
    }
    synchronized (lock) {
      if (!announcements.takeSettled()) {
        return;
      }
    }
    pipeline.execute(this::announce);
  }

  private void announce() {
    Announcements.News news;
    synchronized (lock) {
      news = announcements.news(hooks, engineIsThere && waitingFor().isEmpty());
    }
    if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING) {
      return; // That everything goes is no news then.
    }
    announcementLog.write(news, activeNames(), options.gate__wait__ms());
  }

  private static boolean isBypassDue(Gate<?> gate) {
    return gate.isLate() && !gate.chain().isClosedByPolicy();
  }

  private void bypass() {
    List<Absence> bypassed = new ArrayList<>();
    change(
        () -> {
          for (Gate<?> gate : List.of(messageGate, connectGate)) {
            if (isBypassDue(gate)) {
              bypassed.addAll(gate.chain().absences());
            }
          }
          hooks.bypass(bypassed);
        });
    announcementLog.writeBypass(bypassed, options.gate__wait__ms());
  }

  private void refresh() {
    change(() -> {});
  }

  /** Changes a fact and brings everything in step with it. */
  private void change(Runnable fact) {
    synchronized (lock) {
      fact.run();
      lock.notifyAll();
      hooks.endBypasses();
      replace(messageGate, hooks.chain(MessageInterceptor.class));
      replace(connectGate, hooks.chain(ConnectInterceptor.class));
      attach(hooks.listening());
      // Without a diagnosis: this thread may be one of Declarative Services in the middle of
      // something.
      announcements.changed(hooks).stream()
          .map(name -> StatusOf.extension(name, hooks, events))
          .forEach(status -> changes.offer(new Change.ExtensionChanged(status, Instant.now())));
    }
    messageGate.wake();
    connectGate.wake();
  }

  private <S> void replace(Gate<S> gate, Chain<S> next) {
    if (!next.isLike(gate.chain())) {
      draining.add(gate.replace(next).fence());
    }
  }

  private void attach(Hooks.Listening listening) {
    Set<String> gone = new HashSet<>(owners);
    gone.removeAll(listening.byOwner().keySet());
    gone.forEach(events::remove);
    listening
        .byOwner()
        .forEach(
            (owner, attached) ->
                attached.ifPresentOrElse(
                    list -> events.attach(owner, list), () -> events.detach(owner)));
    owners = Set.copyOf(listening.byOwner().keySet());
  }

  private List<String> activeNames() {
    synchronized (lock) {
      return hooks.names().stream().filter(name -> hooks.stateOf(name) == State.ACTIVE).toList();
    }
  }

  private Optional<ExtensionStatus> status(String name) {
    synchronized (lock) {
      return hooks.names().contains(name)
          ? Optional.of(StatusOf.extension(name, hooks, events))
          : Optional.empty();
    }
  }

  @Override
  public List<ExtensionStatus> list() {
    List<String> names;
    synchronized (lock) {
      names = hooks.names();
    }
    return names.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public Optional<ExtensionStatus> find(String name) {
    return status(name).map(this::withDiagnosis);
  }

  private ExtensionStatus withDiagnosis(ExtensionStatus status) {
    if (status.state() != State.WAITING || !status.detail().isEmpty()) {
      return status;
    }
    Optional<Bundle> bundle;
    synchronized (lock) {
      bundle = hooks.installed(status.name()).map(InstalledExtension::bundle);
    }
    return bundle.map(found -> StatusOf.withDetail(status, diagnosisOf(found))).orElse(status);
  }
}
