package italk.engine.store.sqlite;

import italk.engine.api.Message;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import italk.engine.store.sql.LaggingSearch;
import italk.engine.store.sql.Rows;
import italk.engine.store.sql.Sql;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.Words;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds by SQLite's full-text index FTS5. It holds no texts, only what words are in which message.
 *
 * <p>Message ids ascend, and FTS5 can go through them from the newest: a search ends when it has
 * found enough.
 */
final class SqliteSearch extends LaggingSearch {

  static final List<String> CREATE =
      List.of(
          "CREATE VIEW messages_searched AS SELECT id, content, 'c' || conversation_id AS"
              + " conversation, 's' || hex(sender_id) AS sender FROM messages"
              + " WHERE retracted_at IS NULL",
          "CREATE VIRTUAL TABLE messages_text USING fts5 (content, conversation, sender,"
              + " content = 'messages_searched', content_rowid = 'id', columnsize = 0,"
              + " tokenize = 'unicode61 remove_diacritics 2')",
          // What is taken out is overwritten, not only marked.
          "INSERT INTO messages_text (messages_text, rank) VALUES ('secure-delete', 1)",
          "CREATE VIRTUAL TABLE users_text USING fts5 (search, content = 'users',"
              + " content_rowid = 'number', columnsize = 0, tokenize = 'trigram case_sensitive 1')",
          "INSERT INTO users_text (users_text, rank) VALUES ('secure-delete', 1)");

  static final String FILL_USERS =
      "INSERT INTO users_text (rowid, search) SELECT number, search FROM users";

  private static final String FILL =
      "INSERT INTO messages_text (rowid, content, conversation, sender)"
          + " SELECT id, content, conversation, sender FROM messages_searched";

  static final String FILL_MESSAGES = FILL + " ORDER BY id";

  private static final String INDEXED = "(SELECT indexed_up_to FROM message_index)";

  private static final String CATCH_UP = FILL + " WHERE id > " + INDEXED + " ORDER BY id";

  private static final String ADD = FILL + " WHERE id = ? AND id <= " + INDEXED;

  private static final String TAKE_OUT =
      "INSERT INTO messages_text (messages_text, rowid, content, conversation, sender)"
          + " SELECT 'delete', id, content, conversation, sender FROM messages_searched WHERE id";

  private static final String REMOVE = TAKE_OUT + " = ? AND id <= " + INDEXED;

  private static final String REMOVE_OLDEST =
      TAKE_OUT
          + " IN (SELECT id FROM messages WHERE conversation_id ="
          + " (SELECT id FROM conversations WHERE key = ?) AND id <= min(?, "
          + INDEXED
          + "))";

  private static final String ADD_USER =
      "INSERT INTO users_text (rowid, search) SELECT number, search FROM users WHERE id = ?";

  private static final String REMOVE_USER =
      "INSERT INTO users_text (users_text, rowid, search)"
          + " SELECT 'delete', number, search FROM users WHERE id = ?";

  private static final String COUNT_USERS =
      "SELECT COUNT(*) FROM (SELECT 1 FROM users_text WHERE users_text MATCH ? LIMIT ?)";

  private static final String FIND_USERS =
      Sql.ALL_USERS
          + " WHERE u.number IN (SELECT rowid FROM users_text WHERE users_text MATCH ?)"
          + " ORDER BY u.id LIMIT ?";

  // CROSS JOIN: SQLite then keeps to this order, from the index to the messages.
  private static final String IN_INDEX =
      "SELECT m.id, c.key, m.sender_id, m.sender_name, m.content, m.client_id, m.edited_at,"
          + " m.retracted_at FROM messages_text t CROSS JOIN messages m ON m.id = t.rowid"
          + " CROSS JOIN conversations c ON c.id = m.conversation_id"
          + " WHERE t.messages_text MATCH ? AND t.rowid <= ? AND t.rowid < ?";

  SqliteSearch(SqlConnection connection) {
    super(connection);
  }

  @Override
  protected void catchUp() throws SQLException {
    connection.update(CATCH_UP);
  }

  @Override
  protected long countUsers(String folded, int limit) throws SQLException {
    return connection
        .first(COUNT_USERS, row -> row.getLong(1), quoted(folded), limit)
        .orElseThrow();
  }

  @Override
  protected List<User> findUsers(String folded, int limit) throws SQLException {
    return connection.list(FIND_USERS, Rows::user, quoted(folded), limit);
  }

  @Override
  public void beforeSaving(String userId, String before) throws SQLException {
    if (before != null) {
      connection.update(REMOVE_USER, userId);
    }
  }

  @Override
  public void afterSaving(String userId, String searched) throws SQLException {
    connection.update(ADD_USER, userId);
  }

  @Override
  public void add(long messageId) throws SQLException {
    connection.update(ADD, messageId);
  }

  @Override
  public void remove(long messageId) throws SQLException {
    connection.update(REMOVE, messageId);
  }

  @Override
  public void removeOldest(String conversationKey, long upTo) throws SQLException {
    connection.update(REMOVE_OLDEST, conversationKey, upTo);
  }

  @Override
  protected List<Message> indexed(MessageSearch search, long upTo, long before, int limit)
      throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(expression(search), upTo, before));
    String conditions = conditions(search, parameters);
    parameters.add(limit);
    return connection.list(
        IN_INDEX + conditions + " ORDER BY t.rowid DESC LIMIT ?",
        Rows::message,
        parameters.toArray());
  }

  // Each word is quoted, so that nothing in it means anything to FTS5.
  private String expression(MessageSearch search) throws SQLException {
    StringBuilder expression = new StringBuilder("content : (");
    String and = "";
    for (String word : Words.written(search.text())) {
      expression.append(and).append(quoted(word)).append('*');
      and = " AND ";
    }
    expression.append(')');
    if (search.conversation().isPresent()) {
      String key = search.conversation().get().key();
      long id = connection.first(Sql.CONVERSATION_ID, row -> row.getLong(1), key).orElse(-1L);
      expression.append(" AND conversation : \"c").append(id).append('"');
    }
    if (search.senderId().isPresent()) {
      byte[] utf8 = search.senderId().get().getBytes(StandardCharsets.UTF_8);
      String hex = HexFormat.of().withUpperCase().formatHex(utf8);
      expression.append(" AND sender : \"s").append(hex).append('"');
    }
    return expression.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
