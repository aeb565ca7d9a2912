package italk.engine.store.checkpoint;

import italk.engine.store.sql.Database;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.WriteAheadLog;
import italk.engine.store.sql.WriteAheadLog.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies SQLite's write-ahead log into the database, in small steps, on a thread and over a
 * connection of its own, so that no commit waits for it.
 *
 * <p>SQLite begins the log anew only when all of it is in the database and nothing was added
 * meanwhile. So the last step is the writer's, between two commits. It is a small one: this thread
 * has copied almost all before, and has had it written to the disk.
 */
public final class Checkpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WAIT_FOR_END_MILLIS = 10_000;

  private final Database database;
  private final LogBounds bounds;
  private final FileChannel file;
  private final LastSteps lastSteps;
  private final Thread thread;
  private volatile boolean closed;
  // Set by the writer after a commit, taken back by the thread.
  private volatile boolean committed;

  // The thread's own.
  private SqlConnection connection;
  private int pagesBefore;
  private boolean failing;

  /**
   * Begins. Nothing else may hold a connection to the database when this is closed.
   *
   * @param path the database's file
   */
  public Checkpoints(Database database, Path path, LogBounds bounds) {
    this.database = database;
    this.bounds = bounds;
    this.lastSteps = new LastSteps(database.name(), bounds);
    try {
      // Held until the end: closing it takes away this process's locks of the file, SQLite's too.
      this.file = FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The store can't write the database "
              + path
              + ": expected a file that can be written, found "
              + e
              + ". Correct the permissions.",
          e);
    }
    this.thread = new Thread(this::copyUntilClosed, "italk-store-checkpoint");
    thread.setDaemon(true);
    thread.start();
  }

  /** On the writer thread, after each commit, without a transaction. */
  public void betweenCommits(SqlConnection writer) {
    if (!committed) {
      committed = true;
      LockSupport.unpark(thread);
    }
    lastSteps.run(writer);
  }

  private void copyUntilClosed() {
    while (!closed) {
      if (committed) {
        committed = false;
        copyIfWorthIt();
        LockSupport.parkNanos(this, failing ? PAUSE_AFTER_FAILURE_NANOS : PAUSE_NANOS);
      } else {
        LockSupport.park(this);
      }
    }
    disconnect();
  }

  private void copyIfWorthIt() {
    try {
      if (connection == null) {
        connection = database.openCheckpointer();
      }
      copyIfWorthIt(new WriteAheadLog(connection));
      if (failing) {
        failing = false;
        LOG.info("Checkpoints of {} work again", database.name());
      }
    } catch (SQLException | IOException | RuntimeException e) {
      disconnect();
      if (!failing) {
        failing = true;
        LOG.warn(
            "A checkpoint of {} failed: {}. What was acknowledged is safe in the write-ahead log"
                + " beside it, which grows until one succeeds; it is tried again",
            database.name(),
            e.getMessage());
      }
    }
  }

  private void copyIfWorthIt(WriteAheadLog log) throws SQLException, IOException {
    Progress progress = log.look();
    if (progress.pages() < pagesBefore) {
      pagesBefore = 0; // The log was begun anew.
    }
    // What somebody who reads still needs can't be copied: then it is of no use to try at once.
    if (progress.left() < bounds.step() || progress.pages() - pagesBefore < bounds.step()) {
      return;
    }
    pagesBefore = progress.pages();
    copy(log);
    if (progress.pages() >= bounds.lastStep()) {
      copy(log);
      lastSteps.want();
    }
  }

  // SQLite itself has the copied pages written to the disk in the last step only, where the writer
  // would wait for them all.
  private void copy(WriteAheadLog log) throws SQLException, IOException {
    log.copy();
    file.force(false);
  }

  private void disconnect() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.warn("The connection to {} could not be closed: {}", database.name(), e.getMessage());
      }
      connection = null;
    }
  }

  /** Ends the thread and closes the connection; what is left of the log is SQLite's to copy. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    if (!joined()) {
      // Closing the file under it would break SQLite's locks.
      LOG.error(
          "The checkpoint of {} has not ended within {} ms: the disk hangs",
          database.name(),
          WAIT_FOR_END_MILLIS);
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("The file {} could not be closed: {}", database.name(), e.getMessage());
    }
  }

  private boolean joined() {
    try {
      thread.join(WAIT_FOR_END_MILLIS);
    } catch (InterruptedException e) {
      boolean joined = joined();
      Thread.currentThread().interrupt();
      return joined;
    }
    return !thread.isAlive();
  }
}
