package italk.engine.store;

import italk.engine.store.checkpoint.Checkpoints;
import italk.engine.store.checkpoint.LogBounds;
import italk.engine.store.commit.BetweenCommits;
import italk.engine.store.sql.Database;
import italk.engine.store.sql.SqlFunction;
import italk.engine.store.sqlite.Sqlite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file, held for this process, whose log is checkpointed beside the writer. */
final class SqliteBackend implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteBackend.class);

  private final DatabaseFile file;
  private final Database database;
  // Null until the writer asks for it. Both by the thread that opens and closes the store.
  private Checkpoints checkpoints;

  SqliteBackend(Path path, SqlFunction<String, DataSource> source) throws SQLException {
    file = DatabaseFile.take(path);
    try {
      DataSource opened = source.apply(file.url());
      database = new Database(opened, path.toString(), new Sqlite());
    } catch (SQLException | RuntimeException | Error e) {
      giveFileFree();
      throw e;
    }
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public BetweenCommits betweenCommits() {
    checkpoints = new Checkpoints(database, file.path(), LogBounds.DEFAULT);
    return checkpoints::betweenCommits;
  }

  @Override
  public void close() {
    if (checkpoints != null) {
      checkpoints.close();
    }
    giveFileFree();
  }

  private void giveFileFree() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("The lock of {} could not be released: {}", file.path(), e.getMessage());
    }
  }
}
