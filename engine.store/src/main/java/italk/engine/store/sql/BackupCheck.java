package italk.engine.store.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks whether a SQLite file is a database that this store can use. Changes nothing. */
public final class BackupCheck {

  private static final String IS_THERE =
      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '"
          + Sql.SCHEMA_TABLE
          + "'";

  private final Connection connection;

  /** Over a connection to the file. */
  public BackupCheck(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads all of it.
   *
   * @throws IllegalStateException where it can't be used; says why
   */
  public void run() throws SQLException {
    if (number(IS_THERE) == 0) {
      throw new IllegalStateException("expected a database of Italk-Engine, found another one");
    }
    long version = number(Sql.READ_SCHEMA_VERSION);
    if (version < 1 || version > Sql.SCHEMA_VERSION) {
      throw new IllegalStateException(
          "expected schema version 1 to "
              + Sql.SCHEMA_VERSION
              + ", found version "
              + version
              + (version > 0 ? ", written by a newer Italk-Engine" : ""));
    }
    String found = text("PRAGMA integrity_check(1)");
    if (!found.equals("ok")) {
      throw new IllegalStateException("expected a database that is whole, found: " + found);
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "nothing";
    }
  }
}
