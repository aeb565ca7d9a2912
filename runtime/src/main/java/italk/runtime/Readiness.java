package italk.runtime;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Says whether the engine can be chatted with. By reflection, because outside of an embedding
 * program the API's classes are those of a bundle.
 *
 * <p>For one thread at a time, but for {@link #engine} and {@link #service}, which are safe for
 * any.
 */
final class Readiness {

  private static final String ENGINE = "italk.engine.api.Engine";
  private static final String STORE = "italk.engine.api.store.Store";
  private static final List<String> STOPPING = List.of("the engine, which is stopping");
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final EngineFramework framework;

  /** Where the engine was asked for last, and what came; null where it could not be had. */
  private ServiceReference<?> asked;

  private Object had;
  private Pause pause;

  Readiness(EngineFramework framework) {
    this.framework = framework;
  }

  /** The engine's service, once it is there. */
  Optional<Object> engine() {
    return service(ENGINE);
  }

  /** A service by the name of its type. Safe for any thread. */
  Optional<Object> service(String type) {
    BundleContext context = framework.context();
    return reference(context, type).map(context::getService);
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
    try {
      return gate().orElseGet(() -> missing(framework.context()));
    } catch (IllegalStateException noContextAnyMore) {
      return STOPPING;
    }
  }

  /** What the engine waits for; nothing where there is no engine. */
  private Optional<List<String>> gate() {
    BundleContext context = framework.context();
    ServiceReference<?> reference = reference(context, ENGINE).orElse(null);
    Object engine = reference == null ? null : ask(context, reference);
    if (engine == null) {
      return Optional.empty();
    }
    try {
      Method status = reference.getBundle().loadClass(ENGINE).getMethod("status");
      Object answer = status.invoke(engine);
      boolean open = (boolean) answer.getClass().getMethod("open").invoke(answer);
      List<?> words = (List<?>) answer.getClass().getMethod("waitingFor").invoke(answer);
      return Optional.of(open ? List.of() : words.stream().map(String::valueOf).toList());
    } catch (ReflectiveOperationException stopping) {
      return Optional.of(STOPPING);
    }
  }

  // A component that could not be activated stays registered, and each time somebody asks for its
  // service it is tried, fails, and is logged again, with all that it refers to.
  private Object ask(BundleContext context, ServiceReference<?> reference) {
    if (!reference.equals(asked)) {
      asked = reference;
      had = null;
      pause = new Pause(System.nanoTime());
    }
    if (had == null && pause.isOver(System.nanoTime())) {
      had = context.getService(reference);
    }
    return had;
  }

  /** Waits until messages pass; false where they don't after {@code bound}. */
  boolean await(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    while (gate().filter(List::isEmpty).isEmpty()) {
      if (System.nanoTime() >= end || !isPatient(POLL)) {
        return false;
      }
    }
    return true;
  }

  /** Waits until there is an engine. */
  Optional<Object> awaitEngine(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    Optional<Object> engine = askIfRegistered();
    while (engine.isEmpty() && System.nanoTime() < end && isPatient(POLL)) {
      engine = askIfRegistered();
    }
    return engine;
  }

  private Optional<Object> askIfRegistered() {
    BundleContext context = framework.context();
    return reference(context, ENGINE).map(reference -> ask(context, reference));
  }

  /** Tells what is waited for, now and whenever it changes, until the thread is interrupted. */
  void watch(Consumer<List<String>> told) {
    List<String> last = null;
    do {
      List<String> now = waitingFor();
      if (!now.equals(last)) {
        told.accept(now);
        last = now;
      }
    } while (isPatient(WATCH));
  }

  // The gate has no event for those who don't share its classes.
  private static boolean isPatient(Duration between) {
    try {
      Thread.sleep(between.toMillis());
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
    List<String> missing = new ArrayList<>(FailedComponents.of(context));
    missing.addAll(framework.failures());
    int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
    Stream.of(context.getBundles())
        .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= level)
        .filter(bundle -> (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0)
        .filter(bundle -> bundle.getHeaders("").get("Fragment-Host") == null)
        .forEach(
            bundle -> missing.add("bundle " + bundle.getSymbolicName() + ", which is not active"));
    for (String service : List.of(STORE, ENGINE)) {
      if (reference(context, service).isEmpty()) {
        missing.add("the service " + service + ", which is not there");
      }
    }
    return missing.isEmpty() ? List.of("the service " + ENGINE) : missing;
  }
}
