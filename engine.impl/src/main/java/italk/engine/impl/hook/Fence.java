package italk.engine.impl.hook;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts who is inside, lets nobody in any more once closed, and tells when the last one has left.
 */
final class Fence {

  // The lowest bit says closed; each one inside counts two.
  private static final long CLOSED = 1;
  private static final long ONE = 2;

  private final AtomicLong state = new AtomicLong();
  private final CountDownLatch empty = new CountDownLatch(1);

  /** True where the caller is inside now and has to {@link #leave}. */
  boolean enter() {
    if ((state.getAndAdd(ONE) & CLOSED) == 0) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (state.addAndGet(-ONE) == CLOSED) {
      empty.countDown();
    }
  }

  void close() {
    if (state.accumulateAndGet(CLOSED, (now, bit) -> now | bit) == CLOSED) {
      empty.countDown();
    }
  }

  /** True once closed and empty. */
  boolean isEmpty() {
    return empty.getCount() == 0;
  }

  boolean awaitEmpty(Duration limit) throws InterruptedException {
    return empty.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
