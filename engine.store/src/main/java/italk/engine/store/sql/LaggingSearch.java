package italk.engine.store.sql;

import italk.engine.api.Message;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds by an index that lags behind: what it has not seen yet is looked through one by one.
 *
 * <p>New messages are indexed many at a time, which costs a third of what it costs one by one. It
 * is behind by at most {@value #LAG} messages and those of one commit.
 *
 * <p>The conversation and the sender are indexed as if they were words, so that a frequent word in
 * a conversation that is rarely used is found as fast.
 */
public abstract class LaggingSearch implements SearchIndex {

  // The first in the order of ids of a text that this many users have are found soon by looking.
  private static final int MANY_USERS = 1_000;
  private static final int SHORTEST_PART = 3;

  private static final SqlFunction<ResultSet, Long> ID = row -> row.getLong(1);

  private static final String LAST =
      "SELECT id FROM messages WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";

  private static final String LAST_IN_CONVERSATION =
      "SELECT id FROM messages WHERE conversation_id = (SELECT id FROM conversations WHERE key = ?)"
          + " AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?";

  private static final String IN_CONVERSATION =
      " AND m.conversation_id = (SELECT id FROM conversations WHERE key = ?)";
  private static final String FROM_SENDER = " AND m.sender_id = ?";
  private static final String OF_USER = " AND m.conversation_id IN (" + Sql.CONVERSATIONS_OF + ")";

  private static final String LATER =
      Sql.MESSAGES + " WHERE m.id > ? AND m.id < ? AND m.retracted_at IS NULL";

  protected final SqlConnection connection;
  // How many messages the index has not seen, at least roughly; -1 where that is not known yet. For
  // the writer thread only.
  private long behind = -1;

  protected LaggingSearch(SqlConnection connection) {
    this.connection = connection;
  }

  /** Indexes all that came after what is in the index. */
  protected abstract void catchUp() throws SQLException;

  /** The newest messages in the index that are found, newest first. */
  protected abstract List<Message> indexed(MessageSearch search, long upTo, long before, int limit)
      throws SQLException;

  /** How many users have a text of at least three characters, counted up to a limit. */
  protected abstract long countUsers(String folded, int limit) throws SQLException;

  /** The users that have a text of at least three characters, by id. */
  protected abstract List<User> findUsers(String folded, int limit) throws SQLException;

  @Override
  public List<User> users(String text, int limit) throws SQLException {
    String folded = SearchText.fold(text);
    return folded.codePointCount(0, folded.length()) >= SHORTEST_PART
            && countUsers(folded, MANY_USERS) < MANY_USERS
        ? findUsers(folded, limit)
        : connection.list(Sql.SEARCH_USERS, Rows::user, SearchText.pattern(text), limit);
  }

  @Override
  public void appended() throws SQLException {
    if (behind < 0) {
      behind = connection.first(Sql.NOT_INDEXED, row -> row.getLong(1)).orElseThrow();
    } else {
      behind++;
    }
    if (behind >= LAG) {
      catchUp();
      connection.update(Sql.ALL_INDEXED);
      behind = 0;
    }
  }

  @Override
  public List<Message> messages(MessageSearch search) throws SQLException {
    long indexed = connection.first(Sql.INDEXED_UP_TO, row -> row.getLong(1)).orElseThrow();
    long before = search.before().map(id -> id.value()).orElse(Long.MAX_VALUE);
    Optional<Long> last = lastToLookAt(search, before);
    long lookedDownTo = last.map(id -> Math.min(id - 1, indexed)).orElse(-1L);
    List<Message> found = lookThrough(search, lookedDownTo, before);
    if (found.size() < search.limit() && last.isPresent()) {
      found.addAll(indexed(search, lookedDownTo, before, search.limit() - found.size()));
    }
    return found;
  }

  /** Empty where there are fewer messages than are looked through anyway. */
  private Optional<Long> lastToLookAt(MessageSearch search, long before) throws SQLException {
    int offset = LOOKED_THROUGH - 1;
    return search.conversation().isPresent()
        ? connection.first(
            LAST_IN_CONVERSATION, ID, search.conversation().get().key(), before, offset)
        : connection.first(LAST, ID, before, offset);
  }

  private List<Message> lookThrough(MessageSearch search, long downTo, long before)
      throws SQLException {
    Collection<String> words = Words.folded(search.text());
    List<Object> parameters = new ArrayList<>(List.of(downTo, before));
    String sql = LATER + conditions(search, parameters) + " ORDER BY m.id DESC";
    return connection.query(
        sql,
        rows -> {
          List<Message> found = new ArrayList<>();
          while (found.size() < search.limit() && rows.next()) {
            Message message = Rows.message(rows);
            if (Words.match(words, message.content())) {
              found.add(message);
            }
          }
          return found;
        },
        parameters.toArray());
  }

  /** The conditions of a search besides its text; adds their parameters. */
  protected static String conditions(MessageSearch search, List<Object> parameters) {
    StringBuilder conditions = new StringBuilder();
    search
        .conversation()
        .ifPresent(
            conversation -> {
              conditions.append(IN_CONVERSATION);
              parameters.add(conversation.key());
            });
    search
        .senderId()
        .ifPresent(
            sender -> {
              conditions.append(FROM_SENDER);
              parameters.add(sender);
            });
    search
        .participantId()
        .ifPresent(
            user -> {
              conditions.append(OF_USER);
              parameters.addAll(List.of(user, user, user));
            });
    return conditions.toString();
  }
}
