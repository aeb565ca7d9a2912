package italk.engine.store.checkpoint;

import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.WriteAheadLog;
import italk.engine.store.sql.WriteAheadLog.Progress;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last steps of checkpoints, after which the log begins anew: on the writer thread, because
 * nothing may be added meanwhile. Any thread may want one.
 */
final class LastSteps {

  private static final Logger LOG = LoggerFactory.getLogger(LastSteps.class);

  private final String database;
  private final LogBounds bounds;
  private volatile boolean wanted;
  // The writer thread's own.
  private int waitedAt;

  LastSteps(String database, LogBounds bounds) {
    this.database = database;
    this.bounds = bounds;
  }

  void want() {
    wanted = true;
  }

  /** Makes the last step where one is wanted. On the writer thread, without a transaction. */
  void run(SqlConnection writer) {
    if (wanted) {
      wanted = false;
      try {
        run(new WriteAheadLog(writer));
      } catch (SQLException | RuntimeException e) {
        // The commit before it succeeded. If the database is ill, the next commit says so.
        LOG.warn("The last step of a checkpoint of {} failed: {}", database, e.getMessage());
      }
    }
  }

  private void run(WriteAheadLog log) throws SQLException {
    Progress progress = log.copy();
    if (progress.pages() < bounds.most()) {
      if (waitedAt > 0) {
        LOG.info("The write-ahead log of {} is short again", database);
        waitedAt = 0;
      }
    } else if (progress.pages() - waitedAt >= bounds.lastStep()) {
      if (waitedAt == 0) {
        LOG.warn(
            "The write-ahead log of {} has {} pages of 4 KiB and can't begin anew, because"
                + " something has been reading from the database for long, this program or another"
                + " one. It grows until that ends",
            database,
            progress.pages());
      }
      waitedAt = progress.pages();
      log.restart();
    }
  }
}
