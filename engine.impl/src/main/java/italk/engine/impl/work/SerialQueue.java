package italk.engine.impl.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles items one at a time, in order, on whatever thread of an executor is free.
 *
 * <p>The handler gets a {@code done} to be run when it is through with an item, on any thread,
 * once; until then the next item waits. So a handler may give its thread up (to a gate, to a hook
 * that hangs) without losing its place.
 *
 * <p>State is guarded by {@code this}; the lock is never held while the handler or the executor
 * runs.
 *
 * @param <T> what is handled
 */
public final class SerialQueue<T> {

  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

  // After so many items the thread is given back, so that one busy queue doesn't starve the others.
  private static final int TURN = 64;

  private final Executor executor;
  private final IntSupplier bound;
  private final BiConsumer<? super T, Runnable> handler;
  private final Runnable idle;

  private final Deque<T> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean paused;
  private boolean closed;

  /**
   * @param bound how many items may wait
   * @param handler gets one item and what to run when through with it
   * @param idle run when there is nothing left to do, without a lock
   */
  public SerialQueue(
      Executor executor,
      IntSupplier bound,
      BiConsumer<? super T, Runnable> handler,
      Runnable idle) {
    this.executor = executor;
    this.bound = bound;
    this.handler = handler;
    this.idle = idle;
  }

  /** Takes an item; false where the queue is full or closed. */
  public boolean offer(T item) {
    synchronized (this) {
      if (closed || waiting.size() >= bound.getAsInt()) {
        return false;
      }
      waiting.add(item);
    }
    schedule();
    return true;
  }

  /** Takes a last item, whatever the bound; false where the queue is closed already. */
  public boolean offerLast(T item) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      waiting.add(item);
    }
    schedule();
    return true;
  }

  /**
   * Adds without starting; {@link #schedule} has to follow. For an owner that adds under a lock of
   * its own.
   */
  void add(T item) {
    synchronized (this) {
      waiting.add(item);
    }
  }

  /** Begins no item from now on; the one that is being handled goes on. */
  public synchronized void pause() {
    paused = true;
    notifyAll();
  }

  /** Ends a {@link #pause}. */
  public void resume() {
    synchronized (this) {
      paused = false;
    }
    schedule();
  }

  /** Forgets what waits and takes nothing any more. */
  public synchronized void discard() {
    closed = true;
    waiting.clear();
    notifyAll();
  }

  public synchronized boolean isIdle() {
    return !running && waiting.isEmpty();
  }

  public synchronized int size() {
    return waiting.size();
  }

  /** True where no item is being handled and none can begin: empty, or paused. */
  public synchronized boolean isQuiet() {
    return !running && (paused || waiting.isEmpty());
  }

  /**
   * Waits until no item is being handled and none can begin: empty, or paused.
   *
   * @return false where it took longer than {@code limit}
   */
  public synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isQuiet()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  void schedule() {
    synchronized (this) {
      if (running || paused || waiting.isEmpty()) {
        return;
      }
      running = true;
    }
    executor.execute(this::turn);
  }

  // Only ever one that counts: of whoever set running, or of the done that follows. A thread that
  // is stuck in an item which was ended elsewhere has no turn any more.
  private void turn() {
    for (int i = 0; i < TURN; i++) {
      T item = next();
      if (item == null) {
        idle.run();
        return;
      }
      Step step = new Step();
      handle(item, step);
      if (!step.isEndedHere()) {
        return;
      }
    }
    executor.execute(this::turn);
  }

  // A handler of ours that throws is a defect; the queue must not stand still for it.
  private void handle(T item, Step step) {
    try {
      handler.accept(item, step);
    } catch (RuntimeException | Error e) { // Errors, too: foreign code may be behind it.
      LOG.error("An item of a queue could not be handled; the next ones will be", e);
      step.run();
    }
  }

  private synchronized T next() {
    T item = paused ? null : waiting.poll();
    if (item == null) {
      running = false;
      notifyAll();
    }
    return item;
  }

  /**
   * One item's end. By its handler, before that returns: the turn goes on in its loop. Later, or by
   * another thread: a new turn begins, because the handler may be stuck and never come back.
   */
  private final class Step extends AtomicInteger implements Runnable {
    private static final long serialVersionUID = 1L;
    private static final int HANDLING = 0;
    private static final int HANDED_OVER = 1;
    private static final int ENDED_HERE = 2;
    private static final int ENDED_ELSEWHERE = 3;

    private final transient Thread handling = Thread.currentThread();

    /** True where this thread has still got the turn. To be asked when the handler has returned. */
    boolean isEndedHere() {
      return !compareAndSet(HANDLING, HANDED_OVER) && get() == ENDED_HERE;
    }

    @Override
    public void run() {
      if (Thread.currentThread() == handling && compareAndSet(HANDLING, ENDED_HERE)) {
        return;
      }
      if (compareAndSet(HANDLING, ENDED_ELSEWHERE) || compareAndSet(HANDED_OVER, ENDED_ELSEWHERE)) {
        executor.execute(SerialQueue.this::turn);
      }
    }
  }
}
