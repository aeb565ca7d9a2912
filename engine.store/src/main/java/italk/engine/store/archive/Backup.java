package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.store.sql.ArchiveQueries;
import italk.engine.store.sql.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Copies the database while it is in use. For one thread. */
public final class Backup {

  private final Database database;
  private final Ending ending;

  /** Of this database. */
  public Backup(Database database, Ending ending) {
    this.database = database;
    this.ending = ending;
  }

  /** Writes a new file. */
  public void to(Path file) {
    String statement = database.dialect().copyInto().orElseThrow(this::hasOwnTools);
    try (NewFile copy = NewFile.begin(file)) {
      ArchiveQueries.copy(database, statement, copy.part(), ending::begins);
      copy.finish();
    } catch (SQLException e) {
      ending.check();
      throw new EngineException(
          Problem.of(
              Problem.Code.INVALID,
              file
                  + ": expected to be able to copy the database "
                  + database.name()
                  + " there, found: "
                  + e.getMessage()
                  + ". Nothing was left there. See that there is room on the disk."),
          e);
    } catch (IOException e) {
      throw NewFile.notWritten(file, e);
    } finally {
      ending.ends();
    }
  }

  private EngineException hasOwnTools() {
    return Problem.of(
            Problem.Code.NOT_ALLOWED,
            "The database "
                + database.name()
                + " is not a file of the engine's: make a backup with PostgreSQL's own pg_dump, and"
                + " restore it with pg_restore. export and import work with any database.")
        .exception();
  }
}
