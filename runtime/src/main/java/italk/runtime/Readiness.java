package italk.runtime;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Says whether the engine can be chatted with. By reflection, because outside of an embedding
 * program the API's classes are those of a bundle.
 */
final class Readiness {

  private static final String ENGINE = "italk.engine.api.Engine";
  private static final String STORE = "italk.engine.api.store.Store";
  private static final Duration POLL = Duration.ofMillis(20);

  private final EngineFramework framework;

  Readiness(EngineFramework framework) {
    this.framework = framework;
  }

  /** The engine's service, once it is there. */
  Optional<Object> engine() {
    BundleContext context = framework.context();
    return reference(context, ENGINE).map(context::getService);
  }

  // Of all, because in the one jar the framework's class loader has the API's classes, too, and
  // would only be shown services that have these.
  private static Optional<ServiceReference<?>> reference(BundleContext context, String service) {
    try {
      ServiceReference<?>[] found =
          context == null ? null : context.getAllServiceReferences(service, null);
      return found == null ? Optional.empty() : Optional.of(found[0]);
    } catch (InvalidSyntaxException impossible) {
      throw new IllegalStateException("There is no filter.", impossible);
    }
  }

  /** What is still waited for, in words; empty when messages pass. */
  List<String> waitingFor() {
    BundleContext context = framework.context();
    ServiceReference<?> reference = reference(context, ENGINE).orElse(null);
    Object engine = reference == null ? null : context.getService(reference);
    if (engine == null) {
      return missing(context);
    }
    try {
      Method status = reference.getBundle().loadClass(ENGINE).getMethod("status");
      Object answer = status.invoke(engine);
      boolean open = (boolean) answer.getClass().getMethod("open").invoke(answer);
      List<?> words = (List<?>) answer.getClass().getMethod("waitingFor").invoke(answer);
      return open ? List.of() : words.stream().map(String::valueOf).toList();
    } catch (ReflectiveOperationException stopping) {
      return List.of("the engine, which is stopping");
    }
  }

  /** Waits until messages pass; false where they don't after {@code bound}. */
  boolean await(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    while (!waitingFor().isEmpty()) {
      if (System.nanoTime() >= end || !isPatient()) {
        return false;
      }
    }
    return true;
  }

  /** Waits until there is an engine. */
  Optional<Object> awaitEngine(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    Optional<Object> engine = engine();
    while (engine.isEmpty() && System.nanoTime() < end && isPatient()) {
      engine = engine();
    }
    return engine;
  }

  // The gate has no event for those who don't share its classes.
  private static boolean isPatient() {
    try {
      Thread.sleep(POLL.toMillis());
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<String> missing(BundleContext context) {
    if (context == null) {
      return List.of("the framework, which is not running");
    }
    List<String> missing = new ArrayList<>(framework.failures());
    Stream.of(context.getBundles())
        .filter(bundle -> (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0)
        .filter(bundle -> bundle.getHeaders("").get("Fragment-Host") == null)
        .forEach(bundle -> missing.add("bundle " + bundle.getSymbolicName() + " is not active"));
    for (String service : List.of(STORE, ENGINE)) {
      if (reference(context, service).isEmpty()) {
        missing.add("there is no service " + service);
      }
    }
    return missing;
  }
}
