package italk.engine.store.sql;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that the database has the schema this store knows, before anything else touches it. A
 * database that is anything else is refused and left as it is.
 */
public final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private final Database database;

  /** For {@code database}. */
  public Schema(Database database) {
    this.database = database;
  }

  /**
   * Creates the schema in an empty database, brings an older one forward, checks any other.
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
    Dialect dialect = database.dialect();
    connection.begin();
    for (String statement : Sql.CREATE_VERSION_1) {
      connection.execute(dialect.definition(statement));
    }
    for (String statement : Sql.CREATE_VERSION_2) {
      connection.execute(dialect.definition(statement));
    }
    for (String statement : dialect.createSearch()) {
      connection.execute(statement);
    }
    connection.commit();
  }

  // All steps in one transaction: who is interrupted finds the schema as it was.
  private void migrate(SqlConnection connection, int found) throws SQLException {
    LOG.info(
        "The database {} has schema version {} and is brought to version {}. With millions of"
            + " messages that takes minutes, and as much room again as the database",
        database.name(),
        found,
        Sql.SCHEMA_VERSION);
    connection.begin();
    for (int version = found; version < Sql.SCHEMA_VERSION; version++) {
      for (String statement : database.dialect().migration(version)) {
        connection.execute(statement);
      }
    }
    connection.update(Sql.SET_SCHEMA_VERSION, Sql.SCHEMA_VERSION);
    connection.commit();
    LOG.info("The database {} has schema version {} now", database.name(), Sql.SCHEMA_VERSION);
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
    if (found < Sql.SCHEMA_VERSION) {
      migrate(connection, found);
    }
  }

  private IllegalStateException refused(String why, SQLException cause) {
    return new IllegalStateException(
        "The store can't use the database " + database.name() + ": " + why + ".", cause);
  }
}
