package italk.engine.impl.event;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.impl.work.SerialQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * The events that one extension has still to be told, in order. It waits, full or not, while the
 * extension has no listeners.
 */
final class ListenerQueue {

  /** Where failures of listeners go. */
  interface FailureSink {
    void failed(String source, String operation, String subject, String what, Throwable thrown);
  }

  private final String owner;
  private final FailureSink failures;
  private final SerialQueue<EngineEvent> queue;
  private final LongAdder failed = new LongAdder();

  // Changed under this, read by whoever tells. Emptied only when nobody is being told: an event
  // that was begun has listeners.
  private volatile List<EngineListener> listeners = List.of();
  private boolean detached = true;
  private volatile boolean discarded;
  // Set by the first event that is left out, cleared when all that waited has been told.
  private final AtomicBoolean overflowing = new AtomicBoolean();

  ListenerQueue(String owner, Executor workers, IntSupplier bound, FailureSink failures) {
    this.owner = owner;
    this.failures = failures;
    this.queue =
        new SerialQueue<>(
            workers,
            bound,
            (event, done) -> {
              tellAll(event);
              done.run();
            },
            this::caughtUp);
    queue.pause();
  }

  /** Who is told from the next event on. */
  synchronized void attach(List<EngineListener> attached) {
    listeners = List.copyOf(attached);
    detached = false;
    queue.resume();
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

  private void tellAll(EngineEvent event) {
    for (EngineListener listener : listeners) {
      try {
        tell(listener, event);
      } catch (
          Throwable t) { // Errors, too: the other listeners and the next events must not notice.
        failed.increment();
        failures.failed(
            owner,
            "listen",
            event.getClass().getSimpleName(),
            listener.getClass().getName() + " threw; the event counts as told",
            t);
      }
      Thread.interrupted();
    }
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
