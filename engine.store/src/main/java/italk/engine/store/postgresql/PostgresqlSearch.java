package italk.engine.store.postgresql;

import italk.engine.api.Message;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import italk.engine.store.sql.LaggingSearch;
import italk.engine.store.sql.Rows;
import italk.engine.store.sql.SearchText;
import italk.engine.store.sql.Sql;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds by PostgreSQL's inverted indexes. Words are made here and not by the server's parser, whose
 * words depend on its language, and which takes "foo.bar" for a host. Three letters of a user's
 * name each are indexed as an array, so that no extension has to be installed.
 */
final class PostgresqlSearch extends LaggingSearch {

  static final List<String> CREATE =
      List.of(
          "CREATE TABLE message_words (message_id BIGINT PRIMARY KEY REFERENCES messages (id)"
              + " ON DELETE CASCADE, words TSVECTOR NOT NULL)",
          "CREATE INDEX message_words_by_word ON message_words USING GIN (words)",
          "CREATE TABLE user_parts (user_id TEXT COLLATE \"C\" PRIMARY KEY REFERENCES users (id)"
              + " ON DELETE CASCADE, parts TEXT[] COLLATE \"C\" NOT NULL)",
          "CREATE INDEX user_parts_by_part ON user_parts USING GIN (parts)");

  private static final int PART = 3;

  // The server takes no word of more than 2,046 bytes.
  private static final int LONGEST_WORD = 500;

  private static final String SAVE_USER =
      "INSERT INTO user_parts (user_id, parts) VALUES (?, ?)"
          + " ON CONFLICT (user_id) DO UPDATE SET parts = excluded.parts";

  private static final String COUNT_USERS =
      "SELECT COUNT(*) FROM (SELECT 1 FROM user_parts WHERE parts @> CAST(? AS text[]) LIMIT ?) AS found";

  private static final String FIND_USERS =
      Sql.ALL_USERS
          + " WHERE u.id IN (SELECT user_id FROM user_parts WHERE parts @> CAST(? AS text[]))"
          + " AND u.search LIKE ? ESCAPE '\\' ORDER BY u.id LIMIT ?";

  private static final String INDEXED = "(SELECT indexed_up_to FROM message_index)";

  private static final String TEXTS =
      "SELECT id, conversation_id, sender_id, content FROM messages WHERE retracted_at IS NULL";

  private static final String NEW_TEXTS = TEXTS + " AND id > " + INDEXED;

  private static final String ONE_TEXT = TEXTS + " AND id = ? AND id <= " + INDEXED;

  private static final String ADD =
      "INSERT INTO message_words (message_id, words) VALUES (?, array_to_tsvector(?))";

  private static final String REMOVE = "DELETE FROM message_words WHERE message_id = ?";

  private static final String IN_INDEX =
      "SELECT m.id, c.key, m.sender_id, m.sender_name, m.content, m.client_id, m.edited_at,"
          + " m.retracted_at FROM message_words w JOIN messages m ON m.id = w.message_id"
          + " JOIN conversations c ON c.id = m.conversation_id"
          + " WHERE w.words @@ CAST(? AS tsquery) AND w.message_id <= ? AND w.message_id < ?";

  PostgresqlSearch(SqlConnection connection) {
    super(connection);
  }

  @Override
  public void beforeSaving(String userId, String before) {
    // Replaced afterwards.
  }

  @Override
  public void afterSaving(String userId, String searched) throws SQLException {
    connection.update(SAVE_USER, userId, parts(searched));
  }

  @Override
  protected long countUsers(String folded, int limit) throws SQLException {
    return connection.first(COUNT_USERS, row -> row.getLong(1), parts(folded), limit).orElseThrow();
  }

  @Override
  protected List<User> findUsers(String folded, int limit) throws SQLException {
    return connection.list(
        FIND_USERS, Rows::user, parts(folded), SearchText.pattern(folded), limit);
  }

  private static String[] parts(String text) {
    int[] characters = text.codePoints().toArray();
    Set<String> parts = new LinkedHashSet<>();
    for (int i = 0; i + PART <= characters.length; i++) {
      parts.add(new String(characters, i, PART));
    }
    return parts.toArray(String[]::new);
  }

  @Override
  protected void catchUp() throws SQLException {
    index(connection.list(NEW_TEXTS, Text::of));
  }

  @Override
  public void add(long messageId) throws SQLException {
    index(connection.list(ONE_TEXT, Text::of, messageId));
  }

  private void index(List<Text> texts) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    for (Text text : texts) {
      rows.add(new Object[] {text.id(), text.words().toArray(String[]::new)});
    }
    connection.updateAll(ADD, rows);
  }

  @Override
  public void remove(long messageId) throws SQLException {
    connection.update(REMOVE, messageId);
  }

  @Override
  public void removeOldest(String conversationKey, long upTo) {
    // The words go with the messages.
  }

  @Override
  protected List<Message> indexed(MessageSearch search, long upTo, long before, int limit)
      throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(expression(search), upTo, before));
    String conditions = conditions(search, parameters);
    parameters.add(limit);
    return connection.list(
        IN_INDEX + conditions + " ORDER BY w.message_id DESC LIMIT ?",
        Rows::message,
        parameters.toArray());
  }

  private String expression(MessageSearch search) throws SQLException {
    List<String> terms = new ArrayList<>();
    for (String word : Words.folded(search.text())) {
      terms.add(quoted(shortened(word)) + ":*");
    }
    if (search.conversation().isPresent()) {
      String key = search.conversation().get().key();
      terms.add(
          quoted(
              conversationWord(
                  connection.first(Sql.CONVERSATION_ID, row -> row.getLong(1), key).orElse(-1L))));
    }
    search.senderId().ifPresent(sender -> terms.add(quoted(senderWord(sender))));
    return String.join(" & ", terms);
  }

  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String shortened(String word) {
    return word.codePointCount(0, word.length()) <= LONGEST_WORD
        ? word
        : word.substring(0, word.offsetByCodePoints(0, LONGEST_WORD));
  }

  // No word of a text has an equals sign.
  private static String conversationWord(long id) {
    return "c=" + id;
  }

  private static String senderWord(String id) {
    return "s=" + id;
  }

  private record Text(long id, Set<String> words) {

    static Text of(ResultSet row) throws SQLException {
      Set<String> words = new LinkedHashSet<>();
      Words.folded(row.getString(4)).forEach(word -> words.add(shortened(word)));
      words.add(conversationWord(row.getLong(2)));
      words.add(senderWord(row.getString(3)));
      return new Text(row.getLong(1), words);
    }
  }
}
