package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.store.sql.SqlTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Brings entries in, some at a time, each time as one of the changes that share a commit: whoever
 * sends a message meanwhile waits for no more than one of them. For one thread.
 */
final class Batches {

  private static final int MOST = 200;
  private static final int ATTEMPTS = 30;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Changes changes;
  private final Ending ending;
  private final Tally tally = new Tally();
  private final List<Placed> waiting = new ArrayList<>();

  Batches(Changes changes, Ending ending) {
    this.changes = changes;
    this.ending = ending;
  }

  /** How much was brought in up to now, durably. */
  Tally tally() {
    return tally;
  }

  /**
   * Adds an entry.
   *
   * @param place where it stands in its file, for the message where it is refused
   */
  void add(Entry entry, String place) {
    waiting.add(new Placed(entry, place));
    if (waiting.size() == MOST) {
      flush();
    }
  }

  /** Brings in what was added, and waits until it is durable. */
  void flush() {
    List<Placed> batch = List.copyOf(waiting);
    waiting.clear();
    if (batch.isEmpty()) {
      return;
    }
    try {
      tally.add(patiently(batch));
    } catch (EngineException e) {
      if (e.problem().code() != Problem.Code.INVALID) {
        throw e;
      }
      // Nothing of them is stored: one by one, those before the one that is refused will be.
      batch.forEach(this::alone);
    }
  }

  private void alone(Placed placed) {
    try {
      tally.add(patiently(List.of(placed)));
    } catch (EngineException e) {
      throw e.problem().code() == Problem.Code.INVALID
          ? Problem.of(Problem.Code.INVALID, placed.place() + ": " + e.problem().message())
              .exception()
          : e;
    }
  }

  // What is there is left as it is, so that the same may be brought in again.
  private Tally patiently(List<Placed> batch) {
    for (int attempt = 1; ; attempt++) {
      ending.check();
      try {
        return committed(batch);
      } catch (EngineException e) {
        if (e.problem().code() != Problem.Code.UNAVAILABLE || attempt == ATTEMPTS) {
          throw e;
        }
        ending.await(e.problem().retryAfter().orElse(PAUSE));
      }
    }
  }

  private Tally committed(List<Placed> batch) {
    try {
      return changes
          .change(transaction -> bringInto(transaction, batch))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof EngineException problem ? problem : e;
    }
  }

  // Counts anew each time: where a commit is tried again, this is run again.
  private static Tally bringInto(SqlTransaction transaction, List<Placed> batch) {
    Tally done = new Tally();
    for (Placed placed : batch) {
      if (placed.entry().bringInto(transaction)) {
        done.add(placed.entry().kind());
      } else {
        done.addRepeated();
      }
    }
    return done;
  }

  private record Placed(Entry entry, String place) {}
}
