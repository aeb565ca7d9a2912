package italk.itest.day;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Something that must not be taken away while a step goes on, because what comes of that step would
 * be a matter of luck. Everything else goes on during every operation.
 */
final class Steady {

  // Read: such a step goes on. Write: an operation takes it away.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Does a step while it stays. */
  <T> T during(Supplier<T> step) {
    lock.readLock().lock();
    try {
      return step.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Does an operation while no such step goes on. */
  void away(Callable<Void> operation) throws Exception {
    lock.writeLock().lock();
    try {
      operation.call();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
