package italk.engine.config;

import italk.engine.api.operation.Gate;
import italk.engine.api.operation.Gate.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets several configurations change as one for messages: none is on its way while they are written
 * and taken over. For the thread "italk-config" only.
 *
 * <p>Config Admin tells of changes on a thread of its own, one after the other. So a last one, of a
 * PID that nobody uses, is told when all before it were taken over.
 */
final class OneStep {

  /** The PID of the last change of a step. */
  static final String MARKER_PID = "italk.config.step";

  private static final Logger LOGGER = LoggerFactory.getLogger(OneStep.class);
  // Who stays inside for longer is asked about once more afterwards: no reason to hold up others.
  private static final Duration INSIDE_BOUND = Duration.ofMillis(100);
  // Usually a few milliseconds. A component that hangs keeps Config Admin's thread for seconds.
  private static final Duration TAKEN_OVER_BOUND = Duration.ofSeconds(1);
  private static final String REASON = "a change of config.json";

  private final BundleContext context;
  private final ConfigurationAdmin admin;
  private final Supplier<Optional<Gate>> gate;
  private long count;

  /** Told when the last step was taken over; while it is not, a component hangs. */
  private CountDownLatch taken = new CountDownLatch(0);

  OneStep(BundleContext context, ConfigurationAdmin admin, Supplier<Optional<Gate>> gate) {
    this.context = context;
    this.admin = admin;
    this.gate = gate;
  }

  /** Makes the changes while the gate is shut; without an engine, just makes them. */
  void run(Runnable changes) {
    Optional<Gate> there = gate.get();
    if (there.isEmpty()) {
      changes.run();
      return;
    }
    try (Hold hold = there.get().hold(REASON, INSIDE_BOUND)) {
      LOGGER.debug("Nobody inside: {}", hold.isQuiet());
      boolean hangs = taken.getCount() > 0;
      changes.run();
      if (!hangs) {
        awaitTakenOver(bound(there.get().patience()));
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      changes.run();
    }
  }

  // Nobody is to be refused because of it.
  private static Duration bound(Duration patience) {
    Duration half = patience.dividedBy(2);
    return half.compareTo(TAKEN_OVER_BOUND) < 0 ? half : TAKEN_OVER_BOUND;
  }

  private void awaitTakenOver(Duration bound) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    taken = told;
    AtomicReference<ServiceRegistration<ConfigurationListener>> registration =
        new AtomicReference<>();
    ConfigurationListener listener =
        event -> {
          if (event.getType() == ConfigurationEvent.CM_UPDATED
              && MARKER_PID.equals(event.getPid())) {
            told.countDown();
            registration.get().unregister();
          }
        };
    registration.set(context.registerService(ConfigurationListener.class, listener, null));
    try {
      admin
          .getConfiguration(MARKER_PID, "?")
          .update(new Hashtable<>(Map.of("step", Long.toString(++count))));
      if (!told.await(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        LOGGER.warn(
            "The configuration is not taken over after {} ms: look for a component that hangs.",
            bound.toMillis());
      }
    } catch (IOException | IllegalStateException unwritable) {
      registration.get().unregister();
      told.countDown();
      LOGGER.warn("{} can't be written: {}", MARKER_PID, unwritable.toString());
    }
  }
}
