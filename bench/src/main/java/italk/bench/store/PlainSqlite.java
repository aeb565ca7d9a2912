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
 * engine's own schema and settings, but SQLite's own checkpoints.
 */
final class PlainSqlite implements AutoCloseable {

  private static final String APPEND =
      "INSERT INTO messages (id, conversation_id, sender_id, sender_name, content)"
          + " VALUES (?, ?, ?, ?, ?)";

  private static final String INDEX =
      "INSERT INTO messages_text (rowid, content, conversation, sender)"
          + " SELECT id, content, conversation, sender FROM messages_searched WHERE id > ?";

  /** How many messages the engine's store indexes together. */
  private static final int INDEXED_TOGETHER = 256;

  private static final int CONVERSATIONS = 64;

  private final Path folder = Place.newFolder("sqlite");
  private final Connection connection;
  private final PreparedStatement append;
  private final PreparedStatement index;
  private final boolean searched;
  private long id = System.currentTimeMillis() << 20;
  private long indexed = id;

  /**
   * With a copy of a database of the engine's, which nobody may have open.
   *
   * @param searched whether the messages are put into the full-text index, too
   */
  PlainSqlite(Path database, boolean searched) throws IOException, SQLException {
    Files.copy(database, folder.resolve("italk.db"));
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(
        "jdbc:sqlite:"
            + folder.resolve("italk.db")
            + "?transaction_mode=IMMEDIATE&jdbc.get_generated_keys=false");
    connection = source.getConnection();
    try (Statement settings = connection.createStatement()) {
      settings.execute("PRAGMA journal_mode = WAL");
      settings.execute("PRAGMA synchronous = FULL");
    }
    this.searched = searched;
    append = connection.prepareStatement(APPEND);
    index = connection.prepareStatement(INDEX);
    try (Statement conversations = connection.createStatement()) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        conversations.execute(
            "INSERT INTO conversations (id, key) VALUES (%d, '%s')"
                .formatted(1 + i, Conversation.direct("sender" + i, "sender" + i).key()));
      }
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
        append(i % CONVERSATIONS);
      }
      if (searched && id - indexed >= INDEXED_TOGETHER) {
        index.setLong(1, indexed);
        index.executeUpdate();
        indexed = id;
      }
      connection.setAutoCommit(true);
      done += batch;
    }
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  private void append(int sender) throws SQLException {
    append.setObject(1, ++id);
    append.setObject(2, 1 + sender);
    append.setObject(3, "sender" + sender);
    append.setObject(4, "Sender " + sender);
    append.setObject(5, Homes.CONTENT);
    append.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    append.close();
    index.close();
    connection.close();
    Place.delete(folder);
  }
}
