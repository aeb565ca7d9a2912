package italk.engine.deploy.swap;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Asks the health checks that a bundle has registered, as the Felix Health Check API has them. */
final class HealthChecks {

  private HealthChecks() {}

  /**
   * What came of it.
   *
   * @param words what the first bad one says
   * @param isFinal false where it says that this may pass
   */
  record Illness(String words, boolean isFinal) {}

  /** Asks all, on the caller's thread: foreign code. */
  static Optional<Illness> ask(BundleContext context, Bundle bundle) {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    if (registered != null) {
      for (ServiceReference<?> reference : registered) {
        Optional<Illness> illness = ask(context, reference);
        if (illness.isPresent()) {
          return illness;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Illness> ask(BundleContext context, ServiceReference<?> reference) {
    Object service = context.getService(reference);
    try {
      return service instanceof HealthCheck check
          ? judge(name(reference), check.execute())
          : Optional.empty();
    } catch (RuntimeException | LinkageError thrown) {
      return Optional.of(new Illness(name(reference) + " threw " + thrown, true));
    } finally {
      if (service != null) {
        context.ungetService(reference);
      }
    }
  }

  private static String name(ServiceReference<?> reference) {
    Object name = reference.getProperty(HealthCheck.NAME);
    return "its health check" + (name == null ? "" : " \"" + name + "\"");
  }

  private static Optional<Illness> judge(String name, Result result) {
    if (result == null) {
      return Optional.of(new Illness(name + " answered null", true));
    }
    return switch (result.getStatus()) {
      case OK, WARN -> Optional.empty();
      case TEMPORARILY_UNAVAILABLE -> Optional.of(new Illness(words(name, result), false));
      default -> Optional.of(new Illness(words(name, result), true));
    };
  }

  private static String words(String name, Result result) {
    String log =
        StreamSupport.stream(result.spliterator(), false)
            .filter(entry -> entry.getStatus().ordinal() > Result.Status.WARN.ordinal())
            .map(entry -> entry.getMessage())
            .collect(Collectors.joining("; "));
    return name + " says " + result.getStatus() + (log.isEmpty() ? "" : ": " + log);
  }
}
