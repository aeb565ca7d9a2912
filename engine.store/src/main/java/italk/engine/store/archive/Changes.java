package italk.engine.store.archive;

import italk.engine.store.sql.SqlWrite;
import java.util.concurrent.CompletionStage;

/** Where changes are committed. Safe for any thread. */
public interface Changes {

  /** Queues a change; the stage says what became of it. */
  <T> CompletionStage<T> change(SqlWrite<T> write);
}
