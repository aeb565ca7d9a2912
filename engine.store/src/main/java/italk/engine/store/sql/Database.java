package italk.engine.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Opens connections to one database, set up for what they are for. Safe for any thread.
 *
 * @param writing where connections come from that may change something
 * @param reading where connections come from that read
 * @param name how people know the database: the path of its file, or its URL
 * @param dialect how it is talked to
 */
public record Database(DataSource writing, DataSource reading, String name, Dialect dialect) {

  /** A database of which all connections come from the same source. */
  public Database(DataSource dataSource, String name, Dialect dialect) {
    this(dataSource, dataSource, name, dialect);
  }

  /** The connection of the one writer. The schema must be there. */
  public SqlConnection openWriter() throws SQLException {
    return taken(open(writing, dialect.writerSettings()));
  }

  /** The connection that copies SQLite's write-ahead log into the database, beside the writer. */
  public SqlConnection openCheckpointer() throws SQLException {
    return open(writing, Sql.SQLITE_CHECKPOINTER);
  }

  /** One of the connections that read beside the writer. */
  public SqlConnection openReader() throws SQLException {
    return open(reading, dialect.readerSettings());
  }

  /** A connection that leaves the file as it is, to look at it first. */
  SqlConnection openPlain() throws SQLException {
    return taken(open(writing, List.of()));
  }

  private SqlConnection taken(SqlConnection connection) throws SQLException {
    try {
      dialect.takeAlone(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  private SqlConnection open(DataSource source, List<String> settings) throws SQLException {
    Connection opened = source.getConnection();
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
