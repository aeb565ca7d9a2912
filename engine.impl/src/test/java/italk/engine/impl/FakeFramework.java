package italk.engine.impl;

import italk.engine.api.extension.Extension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.condition.Condition;

/**
 * As much of an OSGi framework as the engine sees of one: bundles with capabilities that come and
 * go, services, and who is told of both, on the thread of who changes it. {@code itest} has real
 * ones; this one can be made to do things at a given moment.
 */
public final class FakeFramework {

  private final AtomicLong bundleIds = new AtomicLong();
  private final AtomicLong serviceIds = new AtomicLong();
  private final Map<String, String> properties = new ConcurrentHashMap<>();
  private final List<FakeBundle> bundles = new CopyOnWriteArrayList<>();
  private final List<BundleListener> bundleListeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<ServiceListener, Filter> serviceListeners = new ConcurrentHashMap<>();
  private final List<FakeService> services = new CopyOnWriteArrayList<>();
  private volatile int systemState = Bundle.ACTIVE;

  private final Bundle system =
      Fakes.of(
          Bundle.class,
          "the system bundle",
          Map.of(
              "getBundleId", none -> 0L, "getState", none -> systemState, "adapt", type -> null));

  private final BundleContext context = makeContext();

  private BundleContext makeContext() {
    Map<String, Function<Object[], ?>> answers = new HashMap<>();
    answers.put("getProperty", key -> properties.get(key[0]));
    answers.put("getBundle", any -> system);
    answers.put("getBundles", none -> bundles.stream().map(b -> b.bundle).toArray(Bundle[]::new));
    answers.put("addBundleListener", one -> bundleListeners.add((BundleListener) one[0]));
    answers.put("removeBundleListener", one -> bundleListeners.remove(one[0]));
    answers.put(
        "addServiceListener",
        one -> serviceListeners.put((ServiceListener) one[0], filter((String) one[1])));
    answers.put("removeServiceListener", one -> serviceListeners.remove(one[0]));
    answers.put(
        "getServiceReferences",
        one ->
            services.stream()
                .filter(service -> filter((String) one[1]).matches(service.properties))
                .map(service -> service.reference)
                .toArray(ServiceReference[]::new));
    answers.put(
        "getService",
        one ->
            services.stream()
                .filter(service -> service.reference == one[0])
                .map(service -> service.object)
                .findFirst()
                .orElse(null));
    answers.put("ungetService", one -> true);
    return Fakes.of(BundleContext.class, "the context", answers);
  }

  private static Filter filter(String text) {
    try {
      return FrameworkUtil.createFilter(text);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public BundleContext context() {
    return context;
  }

  public void property(String key, String value) {
    properties.put(key, value);
  }

  /** The framework begins to stop. */
  public void stopping() {
    systemState = Bundle.STOPPING;
    BundleEvent event = new BundleEvent(BundleEvent.STOPPING, system);
    bundleListeners.forEach(listener -> listener.bundleChanged(event));
  }

  /** A bundle that is no extension. */
  public FakeBundle install(String symbolicName) {
    return new FakeBundle(symbolicName, "1.0.0", Map.of(), List.of());
  }

  /** An extension whose manifest declares a service for each of the types. */
  public FakeBundle extension(String name, String version, Class<?>... hooks) {
    return extension(name, version, Map.of(), hooks);
  }

  /** An extension whose capability has more attributes. */
  public FakeBundle extension(
      String name, String version, Map<String, ?> attributes, Class<?>... hooks) {
    Map<String, Object> capability = new HashMap<>(attributes);
    capability.put(Extension.NAMESPACE, name);
    return new FakeBundle("bundle." + name, version, capability, List.of(hooks));
  }

  private static BundleCapability capability(Map<String, ?> attributes) {
    return Fakes.of(
        BundleCapability.class, "a capability", Map.of("getAttributes", none -> attributes));
  }

  /** A bundle, installed and not started. */
  public final class FakeBundle {
    private final long id = bundleIds.incrementAndGet();
    private final Map<String, ?> capability;
    private final List<Class<?>> hooks;
    private final Bundle bundle;
    private volatile String version;
    private volatile int state = Bundle.INSTALLED;

    private FakeBundle(
        String symbolicName, String version, Map<String, ?> capability, List<Class<?>> hooks) {
      this.version = version;
      this.capability = capability;
      this.hooks = hooks;
      bundle = makeBundle(symbolicName);
      bundles.add(this);
      tell(BundleEvent.INSTALLED);
    }

    private Bundle makeBundle(String symbolicName) {
      Map<String, Function<Object[], ?>> answers = new HashMap<>();
      answers.put("getBundleId", none -> id);
      answers.put("getState", none -> state);
      answers.put("getSymbolicName", none -> symbolicName);
      answers.put("getVersion", none -> Version.parseVersion(version));
      answers.put("adapt", type -> state == Bundle.UNINSTALLED ? null : revision());
      return Fakes.of(Bundle.class, symbolicName, answers);
    }

    private BundleRevision revision() {
      Map<String, Function<Object[], ?>> answers = new HashMap<>();
      answers.put("getTypes", none -> 0);
      answers.put("getDeclaredCapabilities", namespace -> capabilities((String) namespace[0]));
      return Fakes.of(BundleRevision.class, "a revision", answers);
    }

    private Collection<BundleCapability> capabilities(String namespace) {
      List<BundleCapability> found = new ArrayList<>();
      if (namespace.equals(Extension.NAMESPACE) && !capability.isEmpty()) {
        found.add(capability(capability));
      } else if (namespace.equals("osgi.service")) {
        hooks.forEach(
            type -> found.add(capability(Map.of("objectClass", List.of(type.getName())))));
      }
      return found;
    }

    private void tell(int type) {
      BundleEvent event = new BundleEvent(type, bundle);
      bundleListeners.forEach(listener -> listener.bundleChanged(event));
    }

    private void become(int newState, int event) {
      state = newState;
      tell(event);
    }

    public Bundle bundle() {
      return bundle;
    }

    public FakeBundle start() {
      become(Bundle.STARTING, BundleEvent.STARTING);
      become(Bundle.ACTIVE, BundleEvent.STARTED);
      return this;
    }

    public void stop() {
      become(Bundle.STOPPING, BundleEvent.STOPPING);
      services.stream().filter(service -> service.owner == this).forEach(FakeService::unregister);
      become(Bundle.RESOLVED, BundleEvent.STOPPED);
    }

    /** Stopped, another version, and not started again yet. */
    public void update(String newVersion) {
      stop();
      version = newVersion;
      become(Bundle.INSTALLED, BundleEvent.UPDATED);
    }

    public void uninstall() {
      stop();
      bundles.remove(this);
      become(Bundle.UNINSTALLED, BundleEvent.UNINSTALLED);
    }

    /** Registers the condition with this id. */
    public void condition(String conditionId) {
      FakeService service = new FakeService(this, Condition.INSTANCE, 0, Condition.class);
      service.properties.put(Condition.CONDITION_ID, conditionId);
      services.add(service);
      service.tell(ServiceEvent.REGISTERED);
    }

    public FakeService register(Object object, int ranking, Class<?>... types) {
      FakeService service = new FakeService(this, object, ranking, types);
      services.add(service);
      service.tell(ServiceEvent.REGISTERED);
      return service;
    }
  }

  /** A registered service. */
  public final class FakeService {
    private final FakeBundle owner;
    private final Object object;
    private final Map<String, Object> properties = new ConcurrentHashMap<>();
    private final ServiceReference<?> reference;

    private FakeService(FakeBundle owner, Object object, int ranking, Class<?>... types) {
      this.owner = owner;
      this.object = object;
      properties.put(Constants.SERVICE_ID, serviceIds.incrementAndGet());
      properties.put(Constants.SERVICE_BUNDLEID, owner.id);
      properties.put(Constants.SERVICE_RANKING, ranking);
      properties.put(
          Constants.OBJECTCLASS, Stream.of(types).map(Class::getName).toArray(String[]::new));
      reference =
          Fakes.of(
              ServiceReference.class,
              "a service",
              Map.of(
                  "getProperty", key -> properties.get(key[0]), "getBundle", none -> owner.bundle));
    }

    private void tell(int type) {
      ServiceEvent event = new ServiceEvent(type, reference);
      serviceListeners.forEach(
          (listener, filter) -> {
            if (filter.matches(properties)) {
              listener.serviceChanged(event);
            }
          });
    }

    public ServiceReference<?> reference() {
      return reference;
    }

    public void rank(int ranking) {
      properties.put(Constants.SERVICE_RANKING, ranking);
      tell(ServiceEvent.MODIFIED);
    }

    public void unregister() {
      tell(ServiceEvent.UNREGISTERING);
      services.remove(this);
    }
  }
}
