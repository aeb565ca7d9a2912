package italk.engine.store.commit;

import italk.engine.store.sql.SqlTransaction;
import italk.engine.store.sql.SqlWrite;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A write on its way to its commit. After it was taken from the queue, only the writer thread
 * touches it.
 */
final class PendingWrite<T> {

  private final SqlWrite<T> write;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private T result;
  private Throwable thrown;

  PendingWrite(SqlWrite<T> write) {
    this.write = write;
  }

  /** What its caller holds: can't be completed by the caller. */
  CompletionStage<T> stage() {
    return future.minimalCompletionStage();
  }

  /**
   * Runs the write and remembers what came of it this time. Whatever it throws concerns its caller
   * only.
   */
  void run(SqlTransaction transaction) {
    result = null;
    thrown = null;
    try {
      result = write.run(transaction);
    } catch (Throwable e) {
      thrown = e;
    }
  }

  boolean hasThrown() {
    return thrown != null;
  }

  void outcome(Throwable failure) {
    thrown = failure;
  }

  /** After the commit: tells the caller what came of it. */
  void complete() {
    if (thrown == null) {
      future.complete(result);
    } else {
      future.completeExceptionally(thrown);
    }
  }

  /** Tells the caller that nothing was stored. */
  void fail(Throwable reason) {
    future.completeExceptionally(reason);
  }
}
