package italk.engine.store.commit;

import italk.engine.store.sql.Database;
import italk.engine.store.sql.Failures;
import italk.engine.store.sql.MessageIds;
import italk.engine.store.sql.Queries;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.SqlTransaction;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches over the one connection that writes. A connection on which anything failed is
 * closed, which undoes what was not committed; the next batch opens another. For the writer thread
 * only.
 */
final class Writer {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Database database;
  private final MessageIds ids;
  private final Outage outage;
  private SqlConnection connection;
  private Queries queries;

  Writer(Database database, MessageIds ids) {
    this.database = database;
    this.ids = ids;
    this.outage = new Outage(database.name());
  }

  /**
   * Runs the writes, commits all that did not fail at once, and then tells each caller, in order.
   */
  void commit(List<PendingWrite<?>> batch) {
    try {
      if (connection == null) {
        open();
      }
      connection.begin();
      for (PendingWrite<?> pending : batch) {
        run(pending);
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      close();
      outage.failed(batch.size(), e);
      batch.forEach(pending -> pending.fail(Failures.notCommitted(database, e)));
      return;
    }
    outage.over();
    batch.forEach(PendingWrite::complete);
  }

  /** Opens the connection; where that fails, {@link #close} has to follow. */
  void open() throws SQLException {
    connection = database.openWriter();
    queries = new Queries(connection);
    ids.startAfter(queries.lastMessageId());
  }

  private void run(PendingWrite<?> pending) throws SQLException {
    SqlTransaction transaction = new SqlTransaction(connection, queries, ids);
    pending.run(transaction);
    if (transaction.failure().isPresent()) {
      SQLException failure = transaction.failure().get();
      if (!Failures.isAboutData(failure)) {
        throw failure;
      }
      pending.outcome(Failures.refused(database, failure));
    }
    if (pending.hasThrown()) {
      transaction.undo();
    } else {
      transaction.keep();
    }
  }

  void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("The connection to {} could not be closed: {}", database.name(), e.getMessage());
      }
      connection = null;
    }
  }
}
