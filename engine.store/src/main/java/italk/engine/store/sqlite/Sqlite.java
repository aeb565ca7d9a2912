package italk.engine.store.sqlite;

import italk.engine.store.sql.Dialect;
import italk.engine.store.sql.SearchIndex;
import italk.engine.store.sql.Sql;
import italk.engine.store.sql.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SQLite, inside of this process. */
public final class Sqlite implements Dialect {

  // The order of the statements counts: what is renamed keeps its indexes under their names.
  private static final List<String> BEFORE_VERSION_2 =
      List.of(
          "DROP INDEX messages_by_conversation",
          "DROP INDEX messages_by_client_id",
          "ALTER TABLE messages RENAME TO messages_1",
          "ALTER TABLE users RENAME TO users_1");

  private static final List<String> AFTER_VERSION_2 =
      List.of(
          "INSERT INTO users (id, name, metadata, registered_at, search)"
              + " SELECT id, name, metadata, registered_at, search FROM users_1 ORDER BY id",
          "DROP TABLE users_1",
          "INSERT INTO conversations (key, group_name, first_user, second_user)"
              + " SELECT conversation,"
              + " CASE WHEN substr(conversation, 1, 6) = 'group:' THEN substr(conversation, 7) END,"
              + " CASE WHEN substr(conversation, 1, 7) = 'direct:' THEN"
              + " substr(conversation, 8, instr(conversation, ' ') - 8) END,"
              + " CASE WHEN substr(conversation, 1, 7) = 'direct:' THEN"
              + " substr(conversation, instr(conversation, ' ') + 1) END"
              + " FROM (SELECT DISTINCT conversation FROM messages_1)",
          "INSERT INTO messages (id, conversation_id, sender_id, sender_name, content, client_id)"
              + " SELECT m.id, c.id, m.sender_id, m.sender_name, m.content, m.client_id"
              + " FROM messages_1 m CROSS JOIN conversations c ON c.key = m.conversation"
              + " ORDER BY m.id",
          "DROP TABLE messages_1",
          SqliteSearch.FILL_USERS,
          SqliteSearch.FILL_MESSAGES,
          Sql.ALL_INDEXED);

  @Override
  public List<String> writerSettings() {
    return Sql.SQLITE_WRITER;
  }

  @Override
  public List<String> readerSettings() {
    return Sql.SQLITE_READER;
  }

  @Override
  public boolean keepsReaders() {
    return true;
  }

  /** The lock beside the file does that, for the process. */
  @Override
  public void takeAlone(SqlConnection connection) {
    // Nothing: see above.
  }

  @Override
  public String definition(String sql) {
    return sql;
  }

  @Override
  public List<String> createSearch() {
    return SqliteSearch.CREATE;
  }

  @Override
  public List<String> migration(int from) {
    if (from != 1) {
      throw new IllegalArgumentException("no schema version " + from);
    }
    List<String> steps = new ArrayList<>(BEFORE_VERSION_2);
    steps.addAll(Sql.CREATE_VERSION_2);
    steps.addAll(createSearch());
    steps.addAll(AFTER_VERSION_2);
    return steps;
  }

  @Override
  public SearchIndex search(SqlConnection connection) {
    return new SqliteSearch(connection);
  }

  // Not IMMEDIATE, as the driver begins transactions here: it would keep the writer out.
  @Override
  public String beginReading() {
    return "BEGIN DEFERRED";
  }

  @Override
  public Optional<String> copyInto() {
    return Optional.of("VACUUM INTO ?");
  }
}
