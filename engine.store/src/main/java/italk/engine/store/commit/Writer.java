package italk.engine.store.commit;

import italk.engine.store.sql.Database;
import italk.engine.store.sql.Failures;
import italk.engine.store.sql.MessageIds;
import italk.engine.store.sql.Queries;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.SqlTransaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
  private final BetweenCommits betweenCommits;
  private final Outage outage;
  private SqlConnection connection;
  private Queries queries;

  Writer(Database database, MessageIds ids, Outage outage, BetweenCommits betweenCommits) {
    this.database = database;
    this.ids = ids;
    this.outage = outage;
    this.betweenCommits = betweenCommits;
  }

  /**
   * Runs the writes, commits all that did not fail at once, and then tells each caller, in order.
   */
  void commit(List<PendingWrite<?>> batch) {
    try {
      begin();
      if (!runTogether(batch)) {
        connection.startOver();
        runApart(batch);
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      close();
      outage.failed(e);
      outage.refused(batch.size());
      batch.forEach(pending -> pending.fail(Failures.notCommitted(database, e)));
      return;
    }
    batch.forEach(PendingWrite::complete);
    betweenCommits.run(connection);
  }

  /** During an outage: tries whether the database can be written again. */
  void probe() {
    try {
      begin();
      connection.probe();
      connection.commit();
      outage.over();
    } catch (SQLException | RuntimeException | Error e) {
      close();
      outage.failed(e);
    }
  }

  /** Opens the connection; where that fails, {@link #close} has to follow. */
  void open() throws SQLException {
    connection = database.openWriter();
    queries = new Queries(connection);
    ids.startAfter(queries.messages().lastId());
  }

  private void begin() throws SQLException {
    if (connection == null) {
      open();
    }
    connection.begin();
  }

  /**
   * As if no write could fail, so that none of them pays for being undone.
   *
   * @return false where one has failed and left something behind: the batch has to start over
   */
  private boolean runTogether(List<PendingWrite<?>> batch) throws SQLException {
    for (PendingWrite<?> pending : batch) {
      SqlTransaction transaction = new SqlTransaction(connection, queries, ids, false);
      pending.run(transaction);
      Optional<SQLException> failure = transaction.failure();
      if (failure.isPresent() && !Failures.isAboutData(failure.get())) {
        throw failure.get();
      }
      transaction.keep();
      if (failure.isPresent() || (pending.hasThrown() && transaction.isChanging())) {
        return false;
      }
    }
    return true;
  }

  /** Each so that it can be undone without its neighbours. */
  private void runApart(List<PendingWrite<?>> batch) throws SQLException {
    for (PendingWrite<?> pending : batch) {
      SqlTransaction transaction = new SqlTransaction(connection, queries, ids, true);
      pending.run(transaction);
      Optional<SQLException> failure = transaction.failure();
      if (failure.isPresent()) {
        if (!Failures.isAboutData(failure.get())) {
          throw failure.get();
        }
        pending.outcome(Failures.refused(database, failure.get()));
      }
      if (pending.hasThrown()) {
        transaction.undo();
      } else {
        transaction.keep();
      }
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
