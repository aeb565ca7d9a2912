package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Changes messages, and the index for searching with them. For the writer thread only. */
final class MessageWrites {

  private final SqlConnection connection;
  private final Queries queries;
  private final SearchIndex index;

  MessageWrites(SqlConnection connection, Queries queries) {
    this.connection = connection;
    this.queries = queries;
    this.index = queries.index();
  }

  void append(Message message) throws SQLException {
    insert(message);
    index.appended();
  }

  /** Inserts a message that was taken out of a store, unless its id is there. */
  boolean restore(Message message) throws SQLException {
    if (queries.messages().message(message.id()).isPresent()) {
      return false;
    }
    insert(message);
    // Either the index is past it, or it has yet to come to it.
    index.add(message.id().value());
    index.appended();
    return true;
  }

  private void insert(Message message) throws SQLException {
    if (inserted(message) == 0) {
      addConversation(message.conversation());
      inserted(message);
    }
  }

  private int inserted(Message message) throws SQLException {
    return connection.update(
        Sql.APPEND,
        message.id().value(),
        message.senderId(),
        message.senderName(),
        message.content(),
        message.clientId().orElse(null),
        text(message.editedAt()),
        text(message.retractedAt()),
        message.conversation().key());
  }

  private void addConversation(Conversation conversation) throws SQLException {
    String group = conversation instanceof Conversation.OfGroup of ? of.name() : null;
    String first = conversation instanceof Conversation.Direct direct ? direct.first() : null;
    String second = conversation instanceof Conversation.Direct direct ? direct.second() : null;
    connection.update(Sql.ADD_CONVERSATION, conversation.key(), group, first, second);
  }

  Message edit(MessageId id, String content, Instant at) throws SQLException {
    Message message =
        stored(id)
            .filter(found -> !found.isRetracted())
            .orElseThrow(() -> missing(id, "can be edited"));
    Message edited = message.edited(content, at);
    index.remove(id.value());
    change(edited);
    index.add(id.value());
    return edited;
  }

  Message retract(MessageId id, Instant at) throws SQLException {
    Message message = stored(id).orElseThrow(() -> missing(id, "can be retracted"));
    if (message.isRetracted()) {
      return message;
    }
    Message tombstone = message.retracted(at);
    index.remove(id.value());
    change(tombstone);
    return tombstone;
  }

  private Optional<Message> stored(MessageId id) throws SQLException {
    return queries.messages().message(id);
  }

  private void change(Message message) throws SQLException {
    connection.update(
        Sql.EDIT,
        message.content(),
        text(message.editedAt()),
        text(message.retractedAt()),
        message.id().value());
  }

  int purge(Conversation conversation, MessageId olderThan, int limit) throws SQLException {
    Optional<Long> last =
        connection
            .first(
                Sql.LAST_TO_PURGE,
                row -> Optional.ofNullable(row.getObject(1)).map(id -> ((Number) id).longValue()),
                conversation.key(),
                olderThan.value(),
                Queries.atLeastNone(limit))
            .flatMap(found -> found);
    if (last.isEmpty()) {
      return 0;
    }
    index.removeOldest(conversation.key(), last.get());
    return connection.update(Sql.PURGE, conversation.key(), last.get());
  }

  void read(String userId, Conversation conversation, MessageId upTo) throws SQLException {
    if (connection.first(Sql.CONVERSATION_ID, row -> true, conversation.key()).isEmpty()) {
      addConversation(conversation);
    }
    connection.update(Sql.READ, userId, upTo.value(), conversation.key());
  }

  private static RuntimeException missing(MessageId id, String what) {
    return Problem.of(
            Problem.Code.INVALID, "There is no message " + id + " in the store that " + what + ".")
        .exception();
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
