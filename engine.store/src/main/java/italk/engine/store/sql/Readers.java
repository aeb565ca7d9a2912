package italk.engine.store.sql;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections that read beside the writer, each with its statements prepared. Safe for any
 * thread: who holds a permit owns the connection it took, until it gives both back.
 *
 * <p>Connections to a file of this process are kept here: they neither grow old nor have to be
 * probed, and a pool would prepare the statements of every read anew. Those to a server come from a
 * pool that does both, and go back to it.
 */
public final class Readers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  /** How many read at the same time. */
  public static final int CONNECTIONS = 4;

  private static final long WAIT_SECONDS = 5;

  private final Database database;
  private final Semaphore permits = new Semaphore(CONNECTIONS, true);
  private final Deque<Reader> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** Opens connections to {@code database} as they are needed. */
  public Readers(Database database) {
    this.database = database;
  }

  /**
   * Reads on the calling thread.
   *
   * @throws italk.engine.api.EngineException with {@code UNAVAILABLE} where the database can't be
   *     read or too many read at the same time, {@code CLOSED} after {@link #close()}
   */
  public <T> T read(SqlFunction<Queries, T> question) {
    takePermit();
    try {
      if (closed) {
        throw Failures.closed(database);
      }
      return ask(question);
    } finally {
      permits.release();
    }
  }

  private <T> T ask(SqlFunction<Queries, T> question) {
    Reader reader = null;
    try {
      reader = idle.pollLast();
      if (reader == null) {
        SqlConnection connection = database.openReader();
        reader = new Reader(connection, new Queries(connection));
      }
      T answer = question.apply(reader.queries());
      if (database.dialect().keepsReaders()) {
        idle.addLast(reader);
      } else {
        discard(reader);
      }
      return answer;
    } catch (SQLException e) {
      discard(reader);
      throw Failures.notRead(database, e);
    } catch (RuntimeException | Error e) {
      discard(reader);
      throw e;
    }
  }

  private void takePermit() {
    boolean taken = false;
    try {
      taken = permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.busy("Reading from " + database.name() + " was interrupted.");
    }
    if (!taken) {
      throw Failures.busy(
          "Reading from "
              + database.name()
              + " waited "
              + WAIT_SECONDS
              + " s for one of "
              + CONNECTIONS
              + " connections.");
    }
  }

  /** Lets the reads that run come to their end, refuses further ones and closes all connections. */
  @Override
  public void close() {
    closed = true;
    boolean alone = false;
    try {
      alone = permits.tryAcquire(CONNECTIONS, WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Reader reader = idle.pollLast(); reader != null; reader = idle.pollLast()) {
      discard(reader);
    }
    if (alone) {
      permits.release(CONNECTIONS);
    } else {
      LOG.warn("{} is closed while something still reads from it", database.name());
    }
  }

  private void discard(Reader reader) {
    if (reader != null) {
      try {
        reader.connection().close();
      } catch (SQLException e) {
        LOG.warn("A connection to {} could not be closed: {}", database.name(), e.getMessage());
      }
    }
  }

  private record Reader(SqlConnection connection, Queries queries) {}
}
