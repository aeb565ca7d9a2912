package italk.engine.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Opens connections to one database, set up for what they are for. Safe for any thread.
 *
 * @param dataSource where connections come from
 * @param name how people know the database: the path of its file
 * @param dialect how it is talked to
 */
public record Database(DataSource dataSource, String name, Dialect dialect) {

  /** The connection of the one writer. The schema must be there. */
  public SqlConnection openWriter() throws SQLException {
    return open(dialect.writerSettings());
  }

  /** The connection that copies SQLite's write-ahead log into the database, beside the writer. */
  public SqlConnection openCheckpointer() throws SQLException {
    return open(Sql.SQLITE_CHECKPOINTER);
  }

  /** One of the connections that read beside the writer. */
  public SqlConnection openReader() throws SQLException {
    return open(dialect.readerSettings());
  }

  /** A connection that leaves the file as it is, to look at it first. */
  SqlConnection openPlain() throws SQLException {
    return open(List.of());
  }

  private SqlConnection open(List<String> settings) throws SQLException {
    Connection opened = dataSource.getConnection();
    SqlConnection connection = new SqlConnection(opened, dialect);
    try {
      for (String setting : settings) {
        connection.execute(setting);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }
}
