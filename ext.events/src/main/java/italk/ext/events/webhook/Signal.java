package italk.ext.events.webhook;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one thread. Raised while that thread is busy, it is not missed; raised often, it wakes
 * once.
 */
final class Signal {

  private final Semaphore raised = new Semaphore(0);

  void raise() {
    // Two at the same moment may leave two permits: one waking for nothing.
    if (raised.availablePermits() == 0) {
      raised.release();
    }
  }

  /** Returns when it is raised, or after a while. */
  void await(Duration limit) throws InterruptedException {
    if (raised.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      raised.drainPermits();
    }
  }
}
