package italk.engine.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that prepares each statement once. One thread at a time: the writer thread's own, or
 * lent by {@link Readers}.
 */
public final class SqlConnection implements AutoCloseable {

  private final Connection connection;
  private final Dialect dialect;
  // Bounded: SQL is made of constants only, and of a search's few conditions.
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  SqlConnection(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Begins a transaction. */
  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /**
   * Commits the transaction. By JDBC's rule, switching auto-commit on does so; {@code commit()}
   * itself would make SQLite's driver begin the next transaction at once, and hold the database's
   * write lock while nothing is to be written.
   */
  public void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Undoes what the transaction did; it goes on, with nothing done yet. */
  public void startOver() throws SQLException {
    connection.rollback();
  }

  /** In a transaction: has something written that changes nothing, to see whether that works. */
  public void probe() throws SQLException {
    update(Sql.PROBE);
  }

  /** Runs a statement that is used once. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a prepared statement that changes something; tells how many rows. */
  public int update(String sql, Object... parameters) throws SQLException {
    return bound(sql, parameters).executeUpdate();
  }

  /** Runs a prepared statement with many sets of parameters, in as few round trips as possible. */
  public void updateAll(String sql, List<Object[]> rows) throws SQLException {
    for (Object[] row : rows) {
      bound(sql, row).addBatch();
    }
    if (!rows.isEmpty()) {
      prepared.get(sql).executeBatch();
    }
  }

  /** Runs a prepared query. */
  <T> T query(String sql, SqlFunction<ResultSet, T> reading, Object... parameters)
      throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      return reading.apply(rows);
    }
  }

  /** All rows of a prepared query. */
  public <T> List<T> list(String sql, SqlFunction<ResultSet, T> row, Object... parameters)
      throws SQLException {
    return query(
        sql,
        rows -> {
          List<T> found = new ArrayList<>();
          while (rows.next()) {
            found.add(row.apply(rows));
          }
          return found;
        },
        parameters);
  }

  /** The first row of a prepared query. */
  public <T> Optional<T> first(String sql, SqlFunction<ResultSet, T> row, Object... parameters)
      throws SQLException {
    return query(
        sql, rows -> rows.next() ? Optional.of(row.apply(rows)) : Optional.empty(), parameters);
  }

  List<String> tables() throws SQLException {
    try (ResultSet rows =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME"));
      }
      return names;
    }
  }

  private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Closes the connection; a transaction that was begun is rolled back. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
    }
  }
}
