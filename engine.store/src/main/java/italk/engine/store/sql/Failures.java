package italk.engine.store.sql;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** What the failures of a database mean to those who use the store. */
public final class Failures {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  // SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH. The low byte is the kind of error, what is
  // above it the variety.
  private static final Set<Integer> SQLITE_DATA_ERRORS = Set.of(18, 19, 20);

  // SQLITE_CORRUPT, SQLITE_NOTADB.
  private static final Set<Integer> SQLITE_FILE_ERRORS = Set.of(11, 26);

  private Failures() {}

  /** True where the file is damaged or no database at all. */
  static boolean isAboutFile(SQLException failure) {
    return SQLITE_FILE_ERRORS.contains(failure.getErrorCode() & 0xff);
  }

  /** True where the database is well and only refuses these data. */
  public static boolean isAboutData(SQLException failure) {
    String state = failure.getSQLState();
    return SQLITE_DATA_ERRORS.contains(failure.getErrorCode() & 0xff)
        || (state != null && (state.startsWith("22") || state.startsWith("23")));
  }

  // 08: no connection; 57P: the server is going down.
  private static boolean isAboutConnection(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /** The database refused the data of one change: trying again is of no use. */
  public static EngineException refused(Database database, SQLException cause) {
    return new EngineException(
        Problem.of(
            Problem.Code.INVALID,
            "The database "
                + database.name()
                + " refused the change: "
                + cause.getMessage()
                + ". Nothing of it was stored."),
        cause);
  }

  /** A change could not be committed. */
  public static EngineException notCommitted(Database database, Throwable cause) {
    if (cause instanceof SQLException failure && isAboutConnection(failure)) {
      return unavailable(
          "The connection to "
              + database.name()
              + " was lost while a change was stored: "
              + cause.getMessage()
              + ". It may be stored or not. Try again in a second; a message with the same client id"
              + " is not stored twice.",
          cause);
    }
    return unavailable(
        "The change could not be stored in "
            + database.name()
            + ": "
            + cause.getMessage()
            + ". Try again in a second.",
        cause);
  }

  /** The database is known to take no change at the moment. */
  public static EngineException outage(String words) {
    return Problem.unavailable(words + " Try again in a second.", TRY_AGAIN).exception();
  }

  /** Something could not be read. */
  public static EngineException notRead(Database database, SQLException cause) {
    return unavailable(
        "The database "
            + database.name()
            + " could not be read: "
            + cause.getMessage()
            + ". Try again in a second.",
        cause);
  }

  /** There was no room in time. */
  public static EngineException busy(String what) {
    return Problem.unavailable(what + " Try again in a second.", TRY_AGAIN).exception();
  }

  /** The store is closed. */
  public static EngineException closed(Database database) {
    return Problem.of(
            Problem.Code.CLOSED,
            "The store "
                + database.name()
                + " is closed: it accepts nothing more until it is started again.")
        .exception();
  }

  private static EngineException unavailable(String message, Throwable cause) {
    return new EngineException(Problem.unavailable(message, TRY_AGAIN), cause);
  }
}
