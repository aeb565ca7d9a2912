package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.ReadPositions;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What can be asked about messages, over one connection and as that connection sees them. */
public final class MessageQueries {

  private final SqlConnection connection;
  private final SearchIndex index;

  MessageQueries(SqlConnection connection, SearchIndex index) {
    this.connection = connection;
    this.index = index;
  }

  /** The newest messages before one, oldest first. */
  public List<Message> before(Conversation conversation, MessageId id, int limit)
      throws SQLException {
    List<Message> page =
        connection.list(
            Sql.BEFORE, Rows::message, conversation.key(), id.value(), Queries.atLeastNone(limit));
    Collections.reverse(page);
    return page;
  }

  /** The oldest messages after one, oldest first. */
  public List<Message> after(Conversation conversation, MessageId id, int limit)
      throws SQLException {
    return connection.list(
        Sql.AFTER, Rows::message, conversation.key(), id.value(), Queries.atLeastNone(limit));
  }

  /** The oldest messages of all conversations after one, oldest first. */
  public List<Message> since(MessageId id, int limit) throws SQLException {
    return connection.list(Sql.SINCE, Rows::message, id.value(), Queries.atLeastNone(limit));
  }

  /** The message with an id. */
  public Optional<Message> message(MessageId id) throws SQLException {
    return connection.first(Sql.MESSAGE, Rows::message, id.value());
  }

  /** The message that a sender sent with a client id. */
  public Optional<Message> sent(String senderId, String clientId) throws SQLException {
    return connection.first(Sql.SENT, Rows::message, senderId, clientId);
  }

  /** The newest messages that are found, newest first. */
  public List<Message> search(MessageSearch search) throws SQLException {
    return index.messages(search);
  }

  /** The id of the so-manieth newest message, counted from 1. */
  public Optional<MessageId> newest(Conversation conversation, int count) throws SQLException {
    return connection.first(
        Sql.NEWEST,
        row -> new MessageId(row.getLong(1)),
        conversation.key(),
        Queries.atLeastNone(count - 1));
  }

  /** The conversations that have messages, by key. */
  public List<Conversation> conversations(String afterKey, int limit) throws SQLException {
    return connection.list(
        Sql.CONVERSATIONS,
        row -> Conversation.parse(row.getString(1)),
        afterKey,
        Queries.atLeastNone(limit));
  }

  /** How far a user has read. */
  public Optional<MessageId> readPosition(String userId, Conversation conversation)
      throws SQLException {
    return connection.first(
        Sql.READ_POSITION, row -> new MessageId(row.getLong(1)), userId, conversation.key());
  }

  /** What a user has not read, by the conversation's key. */
  public List<ReadPositions.Unread> unread(String userId, String afterKey, int limit)
      throws SQLException {
    return connection.list(
        Sql.UNREAD,
        Rows::unread,
        userId,
        ReadPositions.MAX_COUNT,
        userId,
        afterKey,
        userId,
        userId,
        userId,
        Queries.atLeastNone(limit));
  }

  /** The greatest message id there is, -1 where there is no message. */
  public long lastId() throws SQLException {
    return connection
        .first(Sql.LAST_MESSAGE_ID, row -> row.getObject(1) == null ? -1 : row.getLong(1))
        .orElse(-1L);
  }
}
