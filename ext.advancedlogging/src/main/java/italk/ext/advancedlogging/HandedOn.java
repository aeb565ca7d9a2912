package italk.ext.advancedlogging;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until Config Admin has handed on what was written before. It hands on one thing after the
 * other on a thread of its own, so whoever registers now is told after Pax Logging was. Without
 * this, what is logged right after an update of this extension has no file to go to yet.
 */
final class HandedOn implements ManagedService {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String PID = "italk.advanced_logging.handed_on";
  private static final Logger LOGGER = LoggerFactory.getLogger(HandedOn.class);

  private final CountDownLatch told = new CountDownLatch(1);

  private HandedOn() {}

  /** Returns when it was, or after five seconds. */
  static void await(BundleContext context) {
    HandedOn last = new HandedOn();
    ServiceRegistration<ManagedService> registration =
        context.registerService(
            ManagedService.class, last, new Hashtable<>(Map.of(Constants.SERVICE_PID, PID)));
    try {
      if (!last.told.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOGGER.warn(
            "Config Admin has not handed on the configuration of Pax Logging within {} s: what"
                + " happens until then may be missing in the files of advanced_logging.",
            LIMIT.toSeconds());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      registration.unregister();
    }
  }

  @Override
  public void updated(Dictionary<String, ?> nothing) {
    told.countDown();
  }
}
