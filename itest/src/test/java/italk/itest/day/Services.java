package italk.itest.day;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Asks services that extensions bring, through updates of those: while there is none, or it is on
 * its way out and says so, asks again. Safe for any thread.
 */
final class Services {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final BundleContext context;

  Services(BundleContext context) {
    this.context = context;
  }

  /** Asks whichever service there is. */
  <S, R> R ask(Class<S> type, Function<S, R> question) {
    return patiently(
        () -> {
          ServiceReference<S> reference = context.getServiceReference(type);
          S service = reference == null ? null : context.getService(reference);
          if (service == null) {
            throw Problem.unavailable("There is no " + type.getSimpleName(), PAUSE).exception();
          }
          return question.apply(service);
        });
  }

  /** Does something again for as long as it can't be done just now. */
  static <R> R patiently(Supplier<R> work) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return work.get();
      } catch (EngineException refused) {
        if (refused.problem().code() != Problem.Code.UNAVAILABLE || isOver(end)) {
          throw refused;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean isOver(long end) {
    return System.nanoTime() - end >= 0;
  }
}
