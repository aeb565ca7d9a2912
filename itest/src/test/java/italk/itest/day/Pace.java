package italk.itest.day;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spreads operations over the day, however fast the machine is: each begins when its share of the
 * steps is done, and the steps wait for it only where they come to the share of the next.
 */
final class Pace {

  private static final long LIMIT_SECONDS = 180;

  private final int share;

  // Guards the counts; nothing is called under it.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int steps;
  private int ended;
  private final AtomicBoolean over = new AtomicBoolean();

  /** So many steps and operations in all. */
  Pace(int steps, int operations) {
    this.share = Math.max(1, steps / (operations + 2));
  }

  /** Before each step, by whoever does it. */
  void step() {
    lock.lock();
    try {
      steps++;
      changed.signalAll();
      await(() -> steps < (ended + 2L) * share);
    } finally {
      lock.unlock();
    }
  }

  /** Before each operation. */
  void awaitTurn() {
    lock.lock();
    try {
      await(() -> steps >= (ended + 1L) * share);
    } finally {
      lock.unlock();
    }
  }

  /** After each operation. */
  void ended() {
    lock.lock();
    try {
      ended++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void over() {
    lock.lock();
    try {
      over.set(true);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private interface Holds {
    boolean now();
  }

  private void await(Holds holds) {
    long left = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try {
      while (!over.get() && !holds.now()) {
        if (left <= 0) {
          throw new IllegalStateException(
              "After " + steps + " steps and " + ended + " operations nothing goes on");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
