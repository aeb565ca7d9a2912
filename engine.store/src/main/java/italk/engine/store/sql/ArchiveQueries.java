package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that the database holds, page by page, as it is at one moment. Each page begins after the
 * last thing of the one before; null stands for the beginning. Over a connection of its own, for
 * one thread.
 *
 * <p>While it is open, SQLite's write-ahead log can't begin anew: it grows by what is written
 * meanwhile, and writers go on.
 */
public final class ArchiveQueries implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveQueries.class);

  private static final String READ_POSITIONS =
      "SELECT p.user_id, c.key, p.message_id FROM read_positions p"
          + " JOIN conversations c ON c.id = p.conversation_id"
          + " WHERE p.user_id > ? OR (p.user_id = ? AND c.key > ?)"
          + " ORDER BY p.user_id, c.key LIMIT ?";

  private static final String RECORDS =
      "SELECT number, done_at, done_by, action, target_kind, target, reason, until, details"
          + " FROM moderation WHERE number > ? ORDER BY number LIMIT ?";

  private static final String KEPT =
      "SELECT extension, key, value FROM extension_storage"
          + " WHERE extension > ? OR (extension = ? AND key > ?)"
          + " ORDER BY extension, key LIMIT ?";

  private static final String ALL_MESSAGES = Sql.MESSAGES + " ORDER BY m.id LIMIT ?";

  private static final String END = "ROLLBACK";

  private final SqlConnection connection;
  private final Queries queries;

  private ArchiveQueries(SqlConnection connection) {
    this.connection = connection;
    this.queries = new Queries(connection);
  }

  /**
   * How far a user has read.
   *
   * @param upTo the newest message that was read
   */
  public record ReadPosition(String userId, Conversation conversation, MessageId upTo) {}

  /** What an extension keeps under a key. */
  public record Kept(String extension, String key, String value) {}

  /** Opens a connection and looks at what is there now. */
  public static ArchiveQueries atOneMoment(Database database) throws SQLException {
    SqlConnection connection = database.openReader();
    try {
      connection.execute(database.dialect().beginReading());
      return new ArchiveQueries(connection);
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /**
   * Copies the database as it is at one moment into an empty file, beside whoever writes.
   *
   * @param sql how this database says it, with a parameter for the file's name
   * @param running is told how to end it, from any thread, before it begins
   */
  public static void copy(Database database, String sql, Path into, Consumer<Runnable> running)
      throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, into.toString());
      running.accept(() -> cancel(statement));
      statement.executeUpdate();
    }
  }

  private static void cancel(PreparedStatement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It has ended by itself.
      LOG.debug("A copy could not be ended: {}", e.getMessage());
    }
  }

  /** The version of the schema. */
  public int schemaVersion() throws SQLException {
    return connection.first(Sql.READ_SCHEMA_VERSION, row -> row.getInt(1)).orElseThrow();
  }

  /** Users, by id. */
  public List<User> users(User after, int limit) throws SQLException {
    return queries.users(after == null ? "" : after.id(), limit);
  }

  /** Groups, by name. */
  public List<Group> groups(Group after, int limit) throws SQLException {
    return queries.groups(after == null ? "" : after.name(), limit);
  }

  /** Messages of all conversations, tombstones included, by id. */
  public List<Message> messages(Message after, int limit) throws SQLException {
    return after == null
        ? connection.list(ALL_MESSAGES, Rows::message, limit)
        : queries.messages().since(after.id(), limit);
  }

  /** Read positions, by user and conversation. */
  public List<ReadPosition> readPositions(ReadPosition after, int limit) throws SQLException {
    String user = after == null ? "" : after.userId();
    String key = after == null ? "" : after.conversation().key();
    return connection.list(
        READ_POSITIONS,
        row ->
            new ReadPosition(
                row.getString(1),
                Conversation.parse(row.getString(2)),
                new MessageId(row.getLong(3))),
        user,
        user,
        key,
        limit);
  }

  /** Records of moderation, the oldest first. */
  public List<ModerationRecord> moderation(ModerationRecord after, int limit) throws SQLException {
    return connection.list(RECORDS, Rows::record, after == null ? 0 : after.number(), limit);
  }

  /** What extensions keep, by extension and key. */
  public List<Kept> kept(Kept after, int limit) throws SQLException {
    String extension = after == null ? "" : after.extension();
    String key = after == null ? "" : after.key();
    return connection.list(
        KEPT,
        row -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
        extension,
        extension,
        key,
        limit);
  }

  /** Ends what was begun, and gives the connection back: it may come from a pool. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.execute(END);
    }
  }
}
