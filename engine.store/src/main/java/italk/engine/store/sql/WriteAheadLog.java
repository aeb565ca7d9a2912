package italk.engine.store.sql;

import java.sql.SQLException;

/**
 * SQLite's write-ahead log, over one connection: commits are added to its end, and a checkpoint
 * copies its pages into the database. When all are copied and nobody reads from it, the next commit
 * begins it anew. For the connection's thread only.
 */
public final class WriteAheadLog {

  private final SqlConnection connection;

  /** Over this connection, on which no transaction may be open. */
  public WriteAheadLog(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * How far a checkpoint has come.
   *
   * @param pages how many pages the log has
   * @param copied how many of them are in the database
   */
  public record Progress(int pages, int copied) {

    /** How many pages are yet to be copied. */
    public int left() {
      return pages - copied;
    }
  }

  /** Looks, and changes nothing. */
  public Progress look() throws SQLException {
    return checkpoint(Sql.LOOK_AT_LOG);
  }

  /** Copies what nobody who reads still needs, and waits for nobody. */
  public Progress copy() throws SQLException {
    return checkpoint(Sql.COPY_LOG);
  }

  /**
   * Copies all, and has the next commit begin the log anew. Waits a moment for those who read; does
   * less where they go on.
   */
  public Progress restart() throws SQLException {
    connection.execute(Sql.WAIT_A_MOMENT);
    try {
      return checkpoint(Sql.RESTART_LOG);
    } finally {
      connection.execute(Sql.WAIT_FOR_LOCK);
    }
  }

  // The driver answers -1 where another checkpoint runs at the moment: then there is nothing to do.
  private Progress checkpoint(String pragma) throws SQLException {
    return connection
        .first(pragma, row -> new Progress(Math.max(0, row.getInt(2)), Math.max(0, row.getInt(3))))
        .orElse(new Progress(0, 0));
  }
}
