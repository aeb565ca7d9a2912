package italk.engine.store.postgresql;

import italk.engine.store.sql.SqlConnection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Lets one engine at a time write to a schema: two that append would give the same message ids.
 *
 * <p>The session of the writing connection itself holds the lock. So who has lost the lock has lost
 * the connection, too, and can't write any more.
 */
final class SingleWriter {

  // "ital" in ASCII: of the application locks of a database, those are ours.
  private static final int OURS = 0x6974616c;

  private static final String SCHEMA = "hashtext(COALESCE(current_schema(), ''))";

  private static final String TAKE = "SELECT pg_try_advisory_lock(" + OURS + ", " + SCHEMA + ")";

  private static final String HOLDERS =
      " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory'"
          + " AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname ="
          + " current_database()) AND l.classid::bigint = "
          + OURS
          + " AND l.objid::bigint = ("
          + SCHEMA
          + "::bigint & 4294967295)";

  // The server may not have noticed yet that an earlier connection of this very store is gone.
  private static final String END_OWN_LEFT_OVER =
      "SELECT pg_terminate_backend(a.pid)" + HOLDERS + " AND a.application_name = ?";

  private static final String WHO =
      "SELECT a.application_name || ' from ' || COALESCE(host(a.client_addr), 'the same machine')"
          + " || ', process ' || a.pid || ' of the server, since ' || a.backend_start"
          + HOLDERS;

  private static final String PAUSE = "SELECT pg_sleep(0.1)";
  private static final Duration WAIT = Duration.ofSeconds(3);

  private final String database;
  private final String applicationName;

  SingleWriter(String database, String applicationName) {
    this.database = database;
    this.applicationName = applicationName;
  }

  /** Takes the lock for as long as the connection is open. */
  void take(SqlConnection connection) throws SQLException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (!connection.first(TAKE, row -> row.getBoolean(1)).orElse(false)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The database "
                + database
                + " is in use by another engine ("
                + connection.first(WHO, row -> row.getString(1)).orElse("it has just gone")
                + "): expected to be the only one. Stop the other one, or give this one another"
                + " database or schema in the option \"url\".");
      }
      connection.list(END_OWN_LEFT_OVER, row -> row.getBoolean(1), applicationName);
      connection.first(PAUSE, row -> true);
    }
  }
}
