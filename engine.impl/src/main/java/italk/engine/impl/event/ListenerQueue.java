package italk.engine.impl.event;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.impl.work.CallStatistics;
import italk.engine.impl.work.SerialQueue;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * The events that one extension has still to be told, in order. It waits, full or not, while the
 * extension has no listeners, and while it is in quarantine.
 */
final class ListenerQueue {

  /** Where failures of listeners go. */
  interface FailureSink {
    void failed(String source, String operation, String subject, String what, Throwable thrown);
  }

  /** Nobody should take longer over one event; nothing is done to who does, but it is said. */
  private static final Duration TOO_LONG = Duration.ofSeconds(5);

  private final String owner;
  private final Workers workers;
  private final FailureSink failures;
  private final SerialQueue<EngineEvent> queue;
  private final LongAdder failed = new LongAdder();

  /** Of a listener that has none of its own. */
  private final CallStatistics own = new CallStatistics();

  // Changed under this, read by whoever tells. Emptied only when nobody is being told: an event
  // that was begun has listeners.
  private volatile List<EngineListener> listeners = List.of();
  private boolean detached = true;
  private boolean resting;
  private volatile boolean discarded;
  // Set by the first event that is left out, cleared when all that waited has been told.
  private final AtomicBoolean overflowing = new AtomicBoolean();

  /** One listener being told one event. */
  private record Telling(EngineListener listener, EngineEvent event, long since) {}

  // Guarded by this: what is going on, and whether it was said to take too long.
  private Telling telling;
  private boolean saidToHang;

  ListenerQueue(String owner, Workers workers, IntSupplier bound, FailureSink failures) {
    this.owner = owner;
    this.workers = workers;
    this.failures = failures;
    this.queue =
        new SerialQueue<>(
            workers,
            bound,
            (event, done) -> {
              tellAll(event);
              restWhereIll();
              done.run();
            },
            this::caughtUp);
    queue.pause();
  }

  /** Who is told from the next event on. */
  synchronized void attach(List<EngineListener> attached) {
    listeners = List.copyOf(attached);
    detached = false;
    // Others may have taken the place of those who were ill.
    resting = !restOf(listeners).isZero();
    if (!resting) {
      queue.resume();
    }
  }

  /** Nobody is told from now on; events wait. */
  synchronized void detach() {
    detached = true;
    queue.pause();
  }

  /**
   * Waits until no listener is being told, and lets go of the listeners where they are detached.
   */
  boolean awaitQuiet(Duration limit) throws InterruptedException {
    boolean quiet = queue.awaitQuiet(limit);
    synchronized (this) {
      // Looked at again: it may have been attached and detached since, and an event begun.
      if (detached && queue.isQuiet()) {
        listeners = List.of();
      }
    }
    return quiet;
  }

  String owner() {
    return owner;
  }

  boolean isQuiet() {
    return queue.isQuiet();
  }

  synchronized void discard() {
    detached = true;
    discarded = true;
    queue.discard();
  }

  void offer(EngineEvent event) {
    if (event instanceof Failure failure && failure.source().equals(owner)) {
      return; // A listener that fails on failures would never end.
    }
    if (queue.offer(event) || discarded) {
      return;
    }
    failed.increment();
    if (overflowing.compareAndSet(false, true)) {
      failures.failed(
          owner,
          "listen",
          event.getClass().getSimpleName(),
          "its queue is full: events are left out until it has caught up",
          null);
    }
  }

  private void caughtUp() {
    if (queue.size() == 0) {
      overflowing.set(false);
    }
  }

  long failures() {
    return failed.sum();
  }

  private static Duration restOf(List<EngineListener> listeners) {
    return listeners.stream()
        .filter(WatchedListener.class::isInstance)
        .map(listener -> ((WatchedListener) listener).health().leftAloneFor())
        .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  // The next event is told when it may be tried again; until then all wait.
  private void restWhereIll() {
    Duration rest = restOf(listeners);
    if (rest.isZero()) {
      return;
    }
    synchronized (this) {
      resting = true;
      queue.pause();
    }
    workers.executeAfter(rest, this::endRest);
  }

  private void endRest() {
    Duration rest = restOf(listeners);
    if (!rest.isZero()) {
      workers.executeAfter(rest, this::endRest);
      return;
    }
    synchronized (this) {
      resting = false;
      if (!detached) {
        queue.resume();
      }
    }
  }

  private void tellAll(EngineEvent event) {
    for (EngineListener listener : listeners) {
      if (discarded) {
        return; // Removed, or muted, while another one was told.
      }
      try {
        begin(listener, event);
        tell(listener, event);
      } catch (
          Throwable t) { // Errors, too: the other listeners and the next events must not notice.
        failed.increment();
        statisticsOf(listener).fails();
        failures.failed(
            owner,
            "listen",
            event.getClass().getSimpleName(),
            WatchedListener.nameOf(listener) + " failed; the event counts as told",
            t);
      } finally {
        end(listener);
      }
      Thread.interrupted();
    }
  }

  private CallStatistics statisticsOf(EngineListener listener) {
    return listener instanceof WatchedListener watched ? watched.statistics() : own;
  }

  CallStatistics statistics() {
    return own;
  }

  int waiting() {
    return queue.size();
  }

  private synchronized void begin(EngineListener listener, EngineEvent event) {
    statisticsOf(listener).counts();
    telling = new Telling(listener, event, System.nanoTime());
  }

  private void end(EngineListener listener) {
    boolean isBack;
    synchronized (this) {
      // The clock was looked at when it began: all calls are the sample.
      statisticsOf(listener).took(System.nanoTime() - telling.since());
      telling = null;
      isBack = saidToHang;
      saidToHang = false;
    }
    if (isBack) {
      hangs(listener, false);
    }
  }

  private static void hangs(EngineListener listener, boolean isHanging) {
    if (listener instanceof WatchedListener watched) {
      watched.health().hangs(isHanging);
    }
  }

  /** Says it, once, where a listener takes too long over an event. On the ticker. */
  void check() {
    Telling late;
    synchronized (this) {
      if (telling == null
          || saidToHang
          || System.nanoTime() - telling.since() < TOO_LONG.toNanos()) {
        return;
      }
      saidToHang = true;
      late = telling;
      // Under the lock: it must not come after the false of its end. It counts, and calls nobody.
      hangs(late.listener(), true);
    }
    failed.increment();
    statisticsOf(late.listener()).fails();
    workers.execute(
        () ->
            failures.failed(
                owner,
                "listen",
                late.event().getClass().getSimpleName(),
                WatchedListener.nameOf(late.listener())
                    + " has not come back for "
                    + TOO_LONG.toSeconds()
                    + " s; its events wait",
                null));
  }

  private static void tell(EngineListener listener, EngineEvent event) throws Exception {
    if (event instanceof EngineEvent.MessageSent sent) {
      listener.onMessage(sent);
    } else if (event instanceof EngineEvent.UserConnected connected) {
      listener.onConnect(connected);
    } else if (event instanceof EngineEvent.UserDisconnected disconnected) {
      listener.onDisconnect(disconnected);
    } else if (event instanceof Failure failure) {
      listener.onError(failure);
    } else if (event instanceof Change change) {
      listener.onChange(change);
    } else {
      listener.onCustom((CustomEvent) event);
    }
  }
}
