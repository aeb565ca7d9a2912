package italk.engine.impl.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Watches the framework for what the registry has to know: bundles that are extensions, services
 * that are hooks, conditions that are awaited at start. Trackers rather than references of
 * Declarative Services, because unregistering has to wait until nobody calls the service any more,
 * and one service may be several hooks at once; and because an activation that hangs must not hold
 * the thread that registers.
 */
final class HookTrackers {

  /**
   * The framework property with the ids of the conditions that have to be there before the gates
   * open for the first time.
   */
  static final String AWAIT_PROPERTY = "italk.engine.await";

  /** Who is told. Called on whatever thread the framework uses. */
  interface Owner {
    void installed(long bundleId, Optional<InstalledExtension> extension);

    BoundService bind(Object service, ServiceReference<?> reference, String bundleName);

    void rankingChanged(BoundService service);

    void unbind(BoundService service);

    void arrived(String what);
  }

  private static final int ANY_STATE =
      Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.STOPPING | Bundle.ACTIVE;

  /**
   * How long whoever registers a hook is kept until it is bound. It may be the thread that gives
   * all extensions their configurations, and an activation may hang.
   */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  /** How long whoever unregisters a hook waits for its deactivation, where that is run by us. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  // Each activation that hangs keeps one; past that, what is registered waits for them.
  private static final int MAX_BINDERS = 32;

  private final BundleContext context;
  private final Owner owner;
  private final Binding.Later later;
  private final ThreadPoolExecutor binders = newBinders();
  private final BundleTracker<Bundle> bundles;
  private final ServiceTracker<Object, Binding> services;
  private final List<String> awaited;
  private final List<ServiceTracker<Object, Object>> conditions;

  HookTrackers(BundleContext context, Owner owner, Binding.Later later) {
    this.context = context;
    this.owner = owner;
    this.later = later;
    this.bundles = new ExtensionTracker(context, owner);
    this.services = new ServiceTracker<>(context, hookFilter(), new HookCustomizer());
    this.awaited = readAwaited(context);
    this.conditions =
        awaited.stream()
            .<ServiceTracker<Object, Object>>map(id -> new ConditionTracker(context, id, owner))
            .toList();
  }

  /** What is awaited before the gates open for the first time. */
  List<String> awaitedAtStart() {
    return awaited;
  }

  void open() {
    // Bundles first: a service is bound under the name of the extension that its bundle is.
    bundles.open();
    services.open();
    conditions.forEach(ServiceTracker::open);
  }

  /** Where a hook of this bundle is in its activation just now; empty where none is. */
  Optional<StackTraceElement> whereItActivates(long bundleId) {
    return services.getTracked().entrySet().stream()
        .filter(entry -> entry.getKey().getBundle() != null)
        .filter(entry -> entry.getKey().getBundle().getBundleId() == bundleId)
        .map(entry -> entry.getValue().whereItActivates())
        .flatMap(Optional::stream)
        .findFirst();
  }

  void close() {
    conditions.forEach(ServiceTracker::close);
    services.close();
    bundles.close();
    binders.shutdownNow();
  }

  private static ThreadPoolExecutor newBinders() {
    ThreadPoolExecutor binders =
        new ThreadPoolExecutor(
            MAX_BINDERS,
            MAX_BINDERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "italk-binder");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    binders.allowCoreThreadTimeOut(true);
    return binders;
  }

  private static List<String> readAwaited(BundleContext context) {
    return Optional.ofNullable(context.getProperty(AWAIT_PROPERTY)).stream()
        .flatMap(ids -> Stream.of(ids.split(",")))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static Filter hookFilter() {
    return filter(
        InstalledExtension.HOOK_TYPES.stream()
            .map(type -> "(objectClass=" + type.getName() + ")")
            .collect(Collectors.joining("", "(|", ")")));
  }

  private static Filter filter(String text) {
    try {
      return FrameworkUtil.createFilter(text);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(
          AWAIT_PROPERTY + ": expected ids of conditions, found what makes no filter: " + text, e);
    }
  }

  /**
   * In every state a bundle is installed; updating never leaves these states, so the extension
   * stays known.
   */
  private static final class ExtensionTracker extends BundleTracker<Bundle> {
    private final Owner owner;

    ExtensionTracker(BundleContext context, Owner owner) {
      super(context, ANY_STATE, null);
      this.owner = owner;
    }

    @Override
    public Bundle addingBundle(Bundle bundle, BundleEvent event) {
      owner.installed(bundle.getBundleId(), InstalledExtension.of(bundle));
      return bundle;
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, Bundle same) {
      owner.installed(bundle.getBundleId(), InstalledExtension.of(bundle));
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, Bundle same) {
      owner.installed(bundle.getBundleId(), Optional.empty());
    }
  }

  private final class HookCustomizer implements ServiceTrackerCustomizer<Object, Binding> {
    @Override
    public Binding addingService(ServiceReference<Object> reference) {
      Binding binding = new Binding(context, owner, reference, binders, later);
      binding.begin(PATIENCE);
      return binding;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, Binding binding) {
      binding.modified(PATIENCE);
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Binding binding) {
      binding.end(FAREWELL);
    }
  }

  private static final class ConditionTracker extends ServiceTracker<Object, Object> {
    private final String id;
    private final Owner owner;

    ConditionTracker(BundleContext context, String id, Owner owner) {
      super(
          context,
          filter(
              "(&(objectClass=org.osgi.service.condition.Condition)(osgi.condition.id="
                  + id
                  + "))"),
          null);
      this.id = id;
      this.owner = owner;
    }

    @Override
    public Object addingService(ServiceReference<Object> reference) {
      owner.arrived(id);
      return reference;
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Object same) {
      // It was there once: that is what was awaited.
    }
  }
}
