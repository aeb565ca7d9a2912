package italk.engine.impl.work;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One call into foreign code that either ends in time or is given up: exactly one of the two.
 *
 * <p>The calling thread runs {@link #end}, the ticker {@link #giveUpIfLate}; whoever is first
 * decides.
 */
final class GuardedCall extends AtomicInteger {

  private static final long serialVersionUID = 1L;
  private static final int RUNNING = 0;
  private static final int ENDED = 1;
  private static final int GIVING_UP = 2;
  private static final int GIVEN_UP = 3;

  private final transient Thread thread = Thread.currentThread();
  private final transient Runnable givenUp;
  private final long deadline;

  GuardedCall(long deadline, Runnable givenUp) {
    this.deadline = deadline;
    this.givenUp = givenUp;
  }

  /**
   * True where the call ended in time; false where it was given up, and nothing of it counts any
   * more.
   */
  boolean end() {
    if (compareAndSet(RUNNING, ENDED)) {
      return true;
    }
    // The interrupt is about to arrive: take it here, or it would hit whatever this thread does
    // next.
    while (get() != GIVEN_UP) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
    return false;
  }

  boolean isLate(long now) {
    return now - deadline >= 0;
  }

  boolean giveUpIfLate(long now) {
    if (!isLate(now) || !compareAndSet(RUNNING, GIVING_UP)) {
      return false;
    }
    thread.interrupt();
    set(GIVEN_UP);
    givenUp.run();
    return true;
  }
}
