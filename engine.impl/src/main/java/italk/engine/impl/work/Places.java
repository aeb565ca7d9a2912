package italk.engine.impl.work;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * How many calls may be inside of one piece of foreign code at a time, so that it can take neither
 * all threads nor all processors. Who finds no place waits without a thread.
 *
 * <p>Calls that compute get as many places as there are processors: more could not compute at the
 * same time, and each that loops for ever costs one of them. A call that waits for something gives
 * its place up; and while some do, or come back, and others stand in line, there are more places.
 *
 * <p>Nobody is let in, and nobody stands in line, while calls are stuck (one that computes, or
 * {@value #MAX_STUCK} that wait), or while on every processor a call computes for much longer than
 * calls usually take here.
 *
 * <p>Safe for any thread, without a lock: whoever adds a guest or makes a place lets in whom there
 * is a place for, so that none is forgotten.
 */
public final class Places {

  static final int MAX_STUCK = 4;
  private static final int MAX_INSIDE = 64;
  private static final int PROCESSORS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final long GROWTH_NANOS = Duration.ofMillis(2).toNanos();
  private static final long GROWN_NANOS = Duration.ofMillis(50).toNanos();
  private static final long SUSPECT_NANOS = Duration.ofMillis(25).toNanos();
  private static final long MAX_SUSPECT_NANOS = Duration.ofMillis(100).toNanos();
  private static final long USUAL_NANOS = Duration.ofSeconds(10).toNanos();

  /** Who waits for a place. Told once: {@code admitted} or {@code turnedAway}. Must be short. */
  public interface Guest {
    /** It has a place now: a call has to follow, or {@link Places#leave}. */
    void admitted();

    /**
     * It won't get one.
     *
     * @param shut true because nobody is let in, false because it waited for too long or is not
     *     interested any more
     */
    void turnedAway(boolean shut);

    /** True where it has no use for the place any more. */
    boolean hasGoneElsewhere();
  }

  private final String name;
  private final Consumer<Boolean> hanging;
  private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
  // Who is inside in the upper half, who of them computes in the lower: one number, so that both
  // bounds are kept by whoever takes a place.
  private final AtomicLong occupied = new AtomicLong();
  private final AtomicInteger suspects = new AtomicInteger();
  private final AtomicInteger stuck = new AtomicInteger();
  // Written by the ticker and by who finds that it is over.
  private volatile int limit = PROCESSORS;
  private volatile long grownAt;
  // Somebody has come back, or waits for something, since this was looked at last.
  private volatile boolean moving;
  // How long the longest call computed of late that came back with an answer, and when.
  private volatile long usual;
  private volatile long usualSince;

  /**
   * @param name whose they are
   * @param hanging told true when calls are stuck, false when they have come back; must be short
   */
  public Places(String name, Consumer<Boolean> hanging) {
    this.name = name;
    this.hanging = hanging;
  }

  String name() {
    return name;
  }

  /** True where nobody is let in just now. */
  public boolean isShut() {
    return stuck.get() >= MAX_STUCK || suspects.get() >= PROCESSORS;
  }

  /** How many calls have not come back. */
  public int inside() {
    return inside(occupied.get());
  }

  /** True where the caller has a place now: a call has to follow, or {@link #leave}. */
  public boolean enter() {
    return waiting.isEmpty() && take();
  }

  private boolean take() {
    while (true) {
      long now = occupied.get();
      if (computing(now) >= limit() || inside(now) >= MAX_INSIDE || isShut()) {
        return false;
      } else if (occupied.compareAndSet(now, now + places(1, 1))) {
        return true;
      }
    }
  }

  private static long places(int inside, int computing) {
    return ((long) inside << Integer.SIZE) + computing;
  }

  private static int inside(long occupied) {
    return (int) (occupied >> Integer.SIZE);
  }

  private static int computing(long occupied) {
    return (int) occupied;
  }

  private int limit() {
    if (limit > PROCESSORS && System.nanoTime() - grownAt > GROWN_NANOS) {
      limit = PROCESSORS;
    }
    return limit;
  }

  /** Gives up a place that no call has followed. */
  public void leave() {
    moved(Presence.COMPUTING, Presence.GONE);
  }

  /** A call is inside in another way than it was. */
  void moved(Presence before, Presence now) {
    occupied.addAndGet(places(now.inside - before.inside, now.computing - before.computing));
    if (now.computing < before.computing && !moving) {
      moving = true;
    }
    if (now.suspect != before.suspect) {
      suspects.addAndGet(now.suspect - before.suspect);
    }
    if (now.stuck != before.stuck) {
      stuckChanged(now.stuck - before.stuck);
    }
    turnAwayWhereShut();
    letIn();
  }

  private void stuckChanged(int by) {
    int after = stuck.addAndGet(by);
    boolean hangs = after >= MAX_STUCK;
    boolean hung = after - by >= MAX_STUCK;
    if (hangs != hung) {
      hanging.accept(hangs);
    }
  }

  /** How long a call may use a processor before it is suspect. */
  long suspectAfterNanos(long now) {
    return usual == 0 || now - usualSince > USUAL_NANOS
        ? SUSPECT_NANOS
        : Math.min(MAX_SUSPECT_NANOS, Math.max(SUSPECT_NANOS, 2 * usual));
  }

  /** A call that was seen to compute has come back in time, with an answer. */
  void answeredAfter(long nanos) {
    long now = System.nanoTime();
    if (nanos >= usual || now - usualSince > USUAL_NANOS) {
      usual = nanos;
      usualSince = now;
    }
  }

  /** Waits for a place, first come, first served. */
  Turn await(Guest guest, long deadline) {
    Turn turn = new Turn(this, guest, deadline);
    waiting.add(turn);
    letIn();
    turnAwayWhereShut();
    return turn;
  }

  // Run after each change that may have made a place, or a guest: so none is forgotten.
  private void letIn() {
    while (!waiting.isEmpty() && take()) {
      Turn turn = waiting.poll();
      if (turn == null || !turn.admit()) {
        occupied.addAndGet(places(-1, -1));
      }
    }
  }

  private void turnAwayWhereShut() {
    while (!waiting.isEmpty() && isShut()) {
      Turn turn = waiting.poll();
      if (turn == null) {
        return;
      }
      turn.turnAway(true);
    }
  }

  void forget(Turn turn) {
    waiting.remove(turn);
  }

  /** Somebody stands in line: where the others don't just compute, there may be more of them. */
  void grow(long now) {
    if (now - grownAt < GROWTH_NANOS) {
      return;
    }
    if (moving && suspects.get() == 0) {
      limit = Math.min(MAX_INSIDE, 2 * limit());
      letIn();
    }
    grownAt = now;
    moving = false;
  }
}
