package italk.bench.store;

import italk.bench.setup.Place;
import italk.engine.api.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite itself by the driver that the engine uses, on one thread with everything at hand: the
 * engine's own schema, its settings and its statement, but SQLite's own checkpoints.
 */
final class PlainSqlite implements AutoCloseable {

  private static final String APPEND =
      "INSERT INTO messages (id, conversation, sender_id, sender_name, content, client_id)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private final Path folder = Place.newFolder("sqlite");
  private final Connection connection;
  private final PreparedStatement append;
  private final String[] conversations = new String[64];
  private long id = System.currentTimeMillis() << 20;

  /** With a copy of a database of the engine's, which nobody may have open. */
  PlainSqlite(Path database) throws IOException, SQLException {
    Files.copy(database, folder.resolve("italk.db"));
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("italk.db") + "?transaction_mode=IMMEDIATE");
    connection = source.getConnection();
    try (Statement settings = connection.createStatement()) {
      settings.execute("PRAGMA journal_mode = WAL");
      settings.execute("PRAGMA synchronous = FULL");
    }
    append = connection.prepareStatement(APPEND);
    for (int i = 0; i < conversations.length; i++) {
      conversations[i] = Conversation.direct("sender" + i, "sender" + i).key();
    }
  }

  /** Messages a second, by commits of this size. */
  double measure(int batch, long millis) throws SQLException {
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    long done = 0;
    while (System.nanoTime() - end < 0) {
      connection.setAutoCommit(false);
      for (int i = 0; i < batch; i++) {
        append(i % conversations.length);
      }
      connection.setAutoCommit(true);
      done += batch;
    }
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  private void append(int sender) throws SQLException {
    append.setObject(1, ++id);
    append.setObject(2, conversations[sender]);
    append.setObject(3, "sender" + sender);
    append.setObject(4, "Sender " + sender);
    append.setObject(5, Homes.CONTENT);
    append.setObject(6, null);
    append.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    append.close();
    connection.close();
    Place.delete(folder);
  }
}
