package italk.engine.store.sql;

import java.sql.SQLException;
import java.util.List;

/**
 * Makes sure that the database has the schema this store knows, before anything else touches it. A
 * database that is anything else is refused and left as it is.
 */
public final class Schema {

  private final Database database;

  /** For {@code database}. */
  public Schema(Database database) {
    this.database = database;
  }

  /**
   * Creates the schema in an empty database, checks it in another.
   *
   * @throws IllegalStateException where the database is not one that this store can use; says what
   *     to do
   */
  public void prepare() {
    try (SqlConnection connection = database.openPlain()) {
      List<String> tables = connection.tables();
      if (tables.contains(Sql.SCHEMA_TABLE)) {
        check(connection);
      } else if (tables.isEmpty()) {
        create(connection);
      } else {
        throw refused(
            "expected a database of Italk-Engine or an empty one, found another program's with the"
                + " tables "
                + tables
                + ". Give another file in the option \"url\", or move this one away",
            null);
      }
    } catch (SQLException e) {
      throw Failures.isAboutFile(e)
          ? refused(
              "expected a SQLite database, or no file, found what can't be read as one ("
                  + e.getMessage()
                  + "). Nothing was changed in it. Put the file back from a backup, or move it away"
                  + " to begin with an empty database",
              e)
          : refused(
              "expected to be able to read and write it, found: "
                  + e.getMessage()
                  + ". See that no other program holds it, and that there is room on the disk",
              e);
    }
  }

  private void create(SqlConnection connection) throws SQLException {
    connection.begin();
    for (String statement : Sql.CREATE_SCHEMA) {
      connection.execute(statement);
    }
    connection.commit();
  }

  private void check(SqlConnection connection) throws SQLException {
    int found = connection.first(Sql.READ_SCHEMA_VERSION, row -> row.getInt(1)).orElse(0);
    if (found > Sql.SCHEMA_VERSION) {
      throw refused(
          "expected schema version "
              + Sql.SCHEMA_VERSION
              + " or older, found version "
              + found
              + ", written by a newer Italk-Engine. Run that or a newer one, or give another file in"
              + " the option \"url\"",
          null);
    }
    if (found < 1) {
      throw refused(
          "expected a schema version in the table "
              + Sql.SCHEMA_TABLE
              + ", found none. Put the file back from a backup, or move it away",
          null);
    }
  }

  private IllegalStateException refused(String why, SQLException cause) {
    return new IllegalStateException(
        "The store can't use the database " + database.name() + ": " + why + ".", cause);
  }
}
