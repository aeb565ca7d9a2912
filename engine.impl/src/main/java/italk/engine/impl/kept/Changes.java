package italk.engine.impl.kept;

import italk.engine.api.store.Store;
import italk.engine.api.store.StoreWrite;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Changes of all but the content of conversations (users, groups, read positions, records) on their
 * way to the store and back.
 *
 * <p>What follows a commit follows in the order of the commits, so that no listener hears of a
 * member's leaving before the coming. The store completes in order; the lock sees to it that each
 * change has what follows attached before the next one is handed in. Nothing waits for a commit
 * under it.
 */
public final class Changes {

  /** How long a caller waits for a commit. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private final Store store;
  private final Object order = new Object();

  public Changes(Store store) {
    this.store = store;
  }

  /**
   * Makes a change and waits for its commit.
   *
   * @param committed short, and never blocks
   * @param what is being done, for the report that it failed
   */
  public <T, R> R make(StoreWrite<T> change, Function<T, R> committed, String what) {
    CompletionStage<R> stage;
    synchronized (order) {
      stage = Waiting.write(store, change).thenApply(committed);
    }
    return Waiting.get(stage, LIMIT, what);
  }
}
