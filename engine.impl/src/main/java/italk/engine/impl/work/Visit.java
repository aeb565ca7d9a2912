package italk.engine.impl.work;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One call that is inside of foreign code, and what it costs there.
 *
 * <p>The calling thread makes and {@link #end}s it; all else is the ticker's.
 */
final class Visit implements Timed {

  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();
  private static final long MOST_UNSEEN_NANOS = Duration.ofMillis(10).toNanos();
  // Long enough for one that computes to have got a processor, also where the machine is busy.
  private static final long MEASURE_NANOS = Duration.ofMillis(50).toNanos();
  // For one that hears its interrupt to come back in.
  private static final long GRACE_NANOS = Duration.ofMillis(100).toNanos();
  // Who uses less while it was measured waits for something: it reads from a network, say.
  private static final double COMPUTING_SHARE = 0.03;

  private final GuardedCall call;
  private final Places places;
  private final ThreadTimes times;
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<Presence> presence = new AtomicReference<>(Presence.COMPUTING);
  private final long begunAt = System.nanoTime();
  private volatile boolean looked;
  // The calling thread's alone.
  private long slowNanos;

  private long lookedAt = begunAt;
  private long measuredAt;
  private long measured = -1;
  private long used;
  private boolean computes = true;
  private boolean givenUp;
  private boolean stuck;

  Visit(GuardedCall call, Places places, ThreadTimes times) {
    this.call = call;
    this.places = places;
    this.times = times;
  }

  /** Whose code it is in. */
  String where() {
    return places.name();
  }

  /**
   * Ends it.
   *
   * @param answered true where it returned, false where it threw
   * @return true where it came back in time
   */
  boolean end(boolean answered) {
    boolean inTime = call.end();
    Presence last = presence.getAndSet(Presence.GONE);
    if (looked) {
      slowNanos = System.nanoTime() - begunAt;
      if (inTime && answered && last != Presence.WAITING) {
        places.answeredAfter(slowNanos);
      }
      Workers.isWaiting(thread, false);
    }
    places.moved(last, Presence.GONE);
    return inTime;
  }

  /** How long it took, where it was slow enough to be looked at; else 0. After its end. */
  long slowNanos() {
    return slowNanos;
  }

  @Override
  public boolean isOverAt(long now) {
    if (presence.get() == Presence.GONE) {
      return true;
    } else if (givenUp) {
      if (now - lookedAt >= GRACE_NANOS) {
        stuck = true;
        look(now);
      }
    } else if (call.isLate(now)) {
      // Before: what is run on giving up may throw, and this is not to be lost for it.
      givenUp = true;
      look(now);
      call.giveUpIfLate(now);
    } else if (now - lookedAt >= LOOK_NANOS) {
      look(now);
    }
    return false;
  }

  private void look(long now) {
    looked = true;
    if (thread.getState() != Thread.State.RUNNABLE) {
      computes = false;
      measured = -1;
    } else {
      measure(now);
    }
    lookedAt = now;
    become(present(now));
  }

  // What seems to run may wait for a network all the same: the processor's time tells.
  private void measure(long now) {
    long time = times.of(thread);
    if (measured < 0) {
      computes = true;
      // Until it is known better: what it did since it was looked at last. But for a pause of the
      // whole process, in which it did nothing.
      used += Math.min(now - lookedAt, MOST_UNSEEN_NANOS);
    } else if (now - measuredAt < MEASURE_NANOS && !givenUp) {
      return;
    } else {
      computes = time - measured > (now - measuredAt) * COMPUTING_SHARE;
      used += time - measured;
    }
    measured = time;
    measuredAt = now;
  }

  private Presence present(long now) {
    if (stuck) {
      return computes ? Presence.STUCK_COMPUTING : Presence.STUCK_WAITING;
    } else if (!computes) {
      return Presence.WAITING;
    }
    return usedUntilNow() > places.suspectAfterNanos(now) ? Presence.SUSPECT : Presence.COMPUTING;
  }

  private long usedUntilNow() {
    return measured < 0 ? used : used + Math.max(0, times.of(thread) - measured);
  }

  private void become(Presence now) {
    Presence before = presence.get();
    // It may have come back meanwhile; then that counts.
    if (before != now && before != Presence.GONE && presence.compareAndSet(before, now)) {
      Workers.isWaiting(thread, now == Presence.WAITING || now == Presence.STUCK_WAITING);
      places.moved(before, now);
    }
  }
}
