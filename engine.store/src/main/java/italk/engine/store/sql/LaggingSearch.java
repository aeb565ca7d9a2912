package italk.engine.store.sql;

import italk.engine.api.Message;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

  private static final String IN_CONVERSATION = " AND c.key = ?";
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
    List<Message> found = notIndexed(search, indexed, before);
    if (found.size() < search.limit()) {
      found.addAll(indexed(search, indexed, before, search.limit() - found.size()));
    }
    return found;
  }

  private List<Message> notIndexed(MessageSearch search, long indexed, long before)
      throws SQLException {
    Collection<String> words = Words.folded(search.text());
    List<Object> parameters = new ArrayList<>(List.of(indexed, before));
    String sql = LATER + conditions(search, parameters) + " ORDER BY m.id DESC";
    List<Message> found =
        new ArrayList<>(connection.list(sql, Rows::message, parameters.toArray()));
    found.removeIf(message -> !Words.match(words, message.content()));
    return new ArrayList<>(found.subList(0, Math.min(found.size(), search.limit())));
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
