package italk.engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** As much of a framework as is used here: bundles that never run, listeners, properties. */
final class FakeFramework {

  final Map<String, String> properties = new ConcurrentHashMap<>();
  final List<Bundle> bundles = new CopyOnWriteArrayList<>();
  final List<BundleListener> listeners = new CopyOnWriteArrayList<>();
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger looksFailed = new AtomicInteger();
  volatile boolean lookFails;
  final List<String> conditions = new CopyOnWriteArrayList<>();

  final BundleContext context =
      proxy(
          BundleContext.class,
          (self, method, arguments) ->
              switch (method.getName()) {
                case "getProperty" -> properties.get((String) arguments[0]);
                case "getBundles" -> look();
                case "addBundleListener" -> add((BundleListener) arguments[0]);
                case "removeBundleListener" -> remove((BundleListener) arguments[0]);
                case "addServiceListener", "removeServiceListener" -> null;
                case "getServiceReferences" ->
                    conditions.stream()
                            .anyMatch(it -> ((String) arguments[1]).contains("=" + it + ")"))
                        ? new ServiceReference<?>[1]
                        : null;
                default -> throw new UnsupportedOperationException(method.toString());
              });

  private Bundle[] look() {
    if (lookFails) {
      looksFailed.incrementAndGet();
      throw new IllegalStateException("test");
    }
    looks.incrementAndGet();
    return bundles.toArray(Bundle[]::new);
  }

  private Object add(BundleListener listener) {
    if (!(listener instanceof SynchronousBundleListener)) {
      throw new IllegalArgumentException("told too late");
    }
    listeners.add(listener);
    return null;
  }

  private Object remove(BundleListener listener) {
    listeners.remove(listener);
    return null;
  }

  void install(Bundle bundle) {
    bundles.add(bundle);
    fire(BundleEvent.INSTALLED, bundle);
  }

  void fire(int type, Bundle bundle) {
    listeners.forEach(it -> it.bundleChanged(new BundleEvent(type, bundle)));
  }

  /**
   * A bundle whose entries are the files of a folder; while there is a file {@code closed} in it,
   * its content can't be read, as in the middle of an update.
   */
  static Bundle bundle(
      long id, int state, int types, Path entries, Map<String, Object> capability) {
    BundleRevision revision =
        proxy(
            BundleRevision.class,
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getTypes" -> types;
                  case "getDeclaredCapabilities" ->
                      capability == null ? List.of() : List.of(capability(capability));
                  default -> throw new UnsupportedOperationException(method.toString());
                });
    return proxy(
        Bundle.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getBundleId" -> id;
              case "getState" -> state;
              case "getSymbolicName" -> "bundle" + id;
              case "getVersion" -> Version.valueOf("1.0." + id);
              case "adapt" -> state == Bundle.UNINSTALLED ? null : revision;
              case "getEntryPaths" -> paths(entries, (String) arguments[0]);
              case "getEntry" ->
                  Files.exists(entries.resolve("closed"))
                      ? null
                      : url(entries.resolve((String) arguments[0]));
              case "hashCode" -> Long.hashCode(id);
              case "equals" -> self == arguments[0];
              case "toString" -> "bundle" + id;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private static BundleCapability capability(Map<String, Object> attributes) {
    return proxy(BundleCapability.class, (self, method, arguments) -> attributes);
  }

  private static Object paths(Path entries, String folder) {
    Path path = entries.resolve(folder);
    if (!Files.isDirectory(path) || Files.exists(entries.resolve("closed"))) {
      return null;
    }
    try (var files = Files.list(path)) {
      return Collections.enumeration(files.map(it -> folder + "/" + it.getFileName()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path path) throws IOException {
    return path.toUri().toURL();
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
