package italk.ext.events.webhook;

import italk.engine.api.EngineException;
import italk.engine.api.extension.ExtensionStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the outbox and the webhooks have to keep: one thread, so that events of a storm and
 * positions of all webhooks share commits, and nobody else waits for the disk.
 *
 * <p>A position is stored up to {@link #BATCHING} after it was reached: what was told in that time
 * before a {@code kill -9} is told again. Never less than once.
 */
final class Journal implements Runnable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Journal.class);

  private static final Duration BATCHING = Duration.ofMillis(200);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final int FAILURES_PER_LINE = 30;

  private final ExtensionStorage storage;
  private final Outbox outbox;
  private final Runnable stored;
  private final List<WebhookState> states = new CopyOnWriteArrayList<>();
  private final Signal signal = new Signal();

  // Keys that nobody needs any more. Added to by whoever changes the webhooks.
  private final List<String> gone = new CopyOnWriteArrayList<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong failures = new AtomicLong();

  /**
   * Stores nothing until it runs.
   *
   * @param stored is told when events can be seen in the outbox
   */
  Journal(ExtensionStorage storage, Outbox outbox, Runnable stored) {
    this.storage = storage;
    this.outbox = outbox;
    this.stored = stored;
  }

  /** From now on this is stored, too. */
  void add(WebhookState state) {
    states.add(state);
    signal.raise();
  }

  /** This is not stored any more, and what was is removed. */
  void remove(WebhookState state) {
    states.remove(state);
    state.forgetAll();
    gone.addAll(state.changes().gone());
    gone.add(state.positionKey());
    signal.raise();
  }

  /** Something has changed. Does not block. */
  void changed() {
    signal.raise();
  }

  @Override
  public void run() {
    try {
      while (closed.getCount() > 0) {
        signal.await(IDLE);
        pause(BATCHING);
        if (!flush()) {
          pause(AFTER_FAILURE);
          signal.raise();
        }
      }
    } catch (InterruptedException closing) {
      LOGGER.trace("The journal of the webhooks ends.");
    }
  }

  /** Asks the thread to end. */
  void close() {
    closed.countDown();
    signal.raise();
  }

  // Never interrupted: that might hit the storage at its work.
  private void pause(Duration time) throws InterruptedException {
    if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      LOGGER.trace("No more batching: it is the end.");
    }
  }

  /** Stores all that has changed; false where that failed. On one thread at a time. */
  boolean flush() {
    boolean more = true;
    while (more) {
      Optional<Outbox.Piece> piece = outbox.unsavedPiece();
      if (!flush(piece)) {
        return false;
      }
      more = piece.isPresent();
    }
    return true;
  }

  private boolean flush(Optional<Outbox.Piece> piece) {
    Map<String, String> entries = new LinkedHashMap<>();
    piece.ifPresent(it -> entries.put(it.key(), it.value()));
    Map<WebhookState, WebhookState.Changes> changes = new LinkedHashMap<>();
    for (WebhookState state : states) {
      WebhookState.Changes changed = state.changes();
      changes.put(state, changed);
      entries.putAll(changed.entries());
    }
    try {
      if (!entries.isEmpty()) {
        storage.putAll(entries);
      }
    } catch (EngineException notStored) {
      changes.forEach(WebhookState::notStored);
      failed(notStored);
      return false;
    }
    piece.ifPresent(outbox::saved);
    piece.ifPresent(it -> stored.run());
    List<String> old = new ArrayList<>(gone);
    gone.removeAll(old);
    changes.values().forEach(changed -> old.addAll(changed.gone()));
    old.addAll(outbox.release(changes.values().stream().map(WebhookState.Changes::told).toList()));
    return removed(old);
  }

  private boolean removed(List<String> keys) {
    for (int i = 0; i < keys.size(); i++) {
      try {
        storage.remove(keys.get(i));
      } catch (EngineException notRemoved) {
        gone.addAll(keys.subList(i, keys.size()));
        failed(notRemoved);
        return false;
      }
    }
    failures.set(0);
    return true;
  }

  private void failed(EngineException why) {
    if (failures.getAndIncrement() % FAILURES_PER_LINE == 0) {
      LOGGER.warn(
          "What webhooks of events_management have still to be told can't be stored, it is tried"
              + " again every {} s: {}",
          AFTER_FAILURE.toSeconds(),
          why.getMessage());
    }
  }
}
