package italk.engine.deploy.leak;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Where something can be held: threads, the services of bundles, and some places of Java. */
final class SearchRoots {

  private static final List<String> PLACES_OF_JAVA =
      List.of("java.sql.DriverManager", "java.util.logging.LogManager");
  private static final String SHUTDOWN_HOOKS = "java.lang.ApplicationShutdownHooks";

  private final ReferenceFields fields = new ReferenceFields();
  private final BundleContext context;

  SearchRoots(BundleContext context) {
    this.context = context;
  }

  List<Root> all(Collection<Thread> threads) {
    List<Root> roots = new ArrayList<>();
    threads.forEach(thread -> roots.add(new Root("thread " + quoted(thread), thread)));
    placesOfJava(roots);
    for (Bundle bundle : context.getBundles()) {
      for (ServiceReference<?> service : services(bundle)) {
        service(service, bundle, roots);
      }
    }
    return roots;
  }

  private static ServiceReference<?>[] services(Bundle bundle) {
    ServiceReference<?>[] services = null;
    try {
      services = bundle.getRegisteredServices();
    } catch (IllegalStateException uninstalledMeanwhile) {
      // Its services are gone, too.
    }
    return services == null ? new ServiceReference<?>[0] : services;
  }

  Root framework() {
    return new Root("the framework", context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
  }

  // Read from the framework's object for the registration, and not got: getting a service would
  // activate components that nobody uses.
  private void service(ServiceReference<?> service, Bundle bundle, List<Root> roots) {
    String type = ((String[]) service.getProperty(Constants.OBJECTCLASS))[0];
    String words = "service " + type + " of " + HolderWords.bundle(bundle);
    for (Field toRegistration : fields.ofObjects(service.getClass())) {
      Object registration = ReferenceFields.read(toRegistration, service);
      if (registration == null
          || registration instanceof Bundle
          || !ObjectGraph.isOfFramework(registration)) {
        continue;
      }
      for (Field field : fields.ofObjects(registration.getClass())) {
        Object held = ReferenceFields.read(field, registration);
        if (held != null && !ObjectGraph.isOfFramework(held)) {
          roots.add(new Root(words, held));
        }
      }
    }
  }

  private void placesOfJava(List<Root> roots) {
    Object handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler != null) {
      roots.add(new Root("Java's default uncaught exception handler", handler));
    }
    statics(SHUTDOWN_HOOKS, "shutdown hook", roots);
    PLACES_OF_JAVA.forEach(name -> statics(name, name, roots));
  }

  private void statics(String name, String words, List<Root> roots) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      for (Field field : fields.ofClass(type)) {
        Object held = ReferenceFields.read(field, null);
        if (held != null) {
          roots.add(new Root(words, held));
        }
      }
    } catch (ClassNotFoundException notInThisJava) {
      // A Java without this module has nothing in it that could hold.
      return;
    }
  }

  static String quoted(Thread thread) {
    return '"' + thread.getName() + '"';
  }
}
