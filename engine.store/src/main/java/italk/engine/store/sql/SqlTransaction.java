package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.StoreTransaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one write does, as a part of a commit that it shares with others: it can be undone alone.
 * For the writer thread only.
 *
 * <p>Almost every write succeeds. So the database is told to remember where a write began only
 * where the batch is run again because one of it failed, and then only when the write first changes
 * something.
 */
public final class SqlTransaction implements StoreTransaction {

  private final Thread writer = Thread.currentThread();
  private final SqlConnection connection;
  private final Queries queries;
  private final MessageIds ids;
  private final MessageWrites messages;
  // The groups as this write knows them, so that one that was just read is not read again to find
  // out what changed.
  private final Map<String, Optional<Group>> groups = new HashMap<>();

  private final boolean undoable;

  private boolean changing;
  private boolean marked;
  private boolean ended;
  private SQLException failure;

  /**
   * Begins a write over the writer's connection.
   *
   * @param undoable whether it can be undone alone, at a price
   */
  public SqlTransaction(
      SqlConnection connection, Queries queries, MessageIds ids, boolean undoable) {
    this.undoable = undoable;
    this.connection = connection;
    this.queries = queries;
    this.ids = ids;
    this.messages = new MessageWrites(connection, queries);
  }

  /** What the database first failed with, also where the write went on as if nothing had been. */
  public Optional<SQLException> failure() {
    return Optional.ofNullable(failure);
  }

  /** True where something was changed, or tried to be. */
  public boolean isChanging() {
    return changing;
  }

  /** Ends the write and leaves what it changed to the commit. */
  public void keep() throws SQLException {
    ended = true;
    if (marked) {
      connection.update(Sql.DROP_MARK);
    }
  }

  /** Ends the write and undoes what it changed, where it is undoable alone. */
  public void undo() throws SQLException {
    ended = true;
    if (marked) {
      connection.update(Sql.RETURN_TO_MARK);
      connection.update(Sql.DROP_MARK);
    }
  }

  @Override
  public Optional<User> user(String id) {
    return read(() -> queries.user(id));
  }

  @Override
  public void save(User user) {
    String metadata = JsonText.of(user.metadata());
    String searched = SearchText.of(user);
    Optional<String> before = read(() -> queries.searchedBy(user.id()));
    boolean isFoundOtherwise = !before.equals(Optional.of(searched));
    change(
        () -> {
          if (isFoundOtherwise) {
            queries.index().beforeSaving(user.id(), before.orElse(null));
          }
          connection.update(
              Sql.SAVE_USER,
              user.id(),
              user.name(),
              metadata,
              user.registeredAt().toString(),
              searched);
          if (isFoundOtherwise) {
            queries.index().afterSaving(user.id(), searched);
          }
        });
  }

  @Override
  public Optional<Group> group(String name) {
    Optional<Group> known = groups.get(name);
    if (known == null) {
      known = read(() -> queries.group(name));
      groups.put(name, known);
    }
    return known;
  }

  @Override
  public void save(Group group) {
    String metadata = JsonText.of(group.metadata());
    Map<String, Group.Role> stored = group(group.name()).map(Group::members).orElse(Map.of());
    change(
        () -> {
          connection.update(
              Sql.SAVE_GROUP,
              group.name(),
              group.visibility().name(),
              metadata,
              group.createdAt().toString());
          new MemberChanges(connection, stored, group).write();
        });
    groups.put(group.name(), Optional.of(group));
  }

  @Override
  public void deleteGroup(String name) {
    change(() -> connection.update(Sql.DELETE_GROUP, name));
    groups.put(name, Optional.empty());
  }

  @Override
  public Appended append(
      Conversation conversation, User sender, String content, Optional<String> clientId) {
    Optional<Message> sentBefore =
        clientId.flatMap(id -> read(() -> queries.messages().sent(sender.id(), id)));
    if (sentBefore.isPresent()) {
      return new Appended(sentBefore.get(), true);
    }
    Message message =
        new Message(ids.next(), conversation, sender.id(), sender.name(), content, clientId);
    change(() -> messages.append(message));
    return new Appended(message, false);
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return read(() -> queries.messages().message(id));
  }

  @Override
  public Message edit(MessageId id, String content, Instant at) {
    return changed(() -> messages.edit(id, content, at));
  }

  @Override
  public Message retract(MessageId id, Instant at) {
    return changed(() -> messages.retract(id, at));
  }

  @Override
  public int purge(Conversation conversation, MessageId olderThan, int limit) {
    return changed(() -> messages.purge(conversation, olderThan, limit));
  }

  @Override
  public void read(String userId, Conversation conversation, MessageId upTo) {
    change(() -> messages.read(userId, conversation, upTo));
  }

  @Override
  public ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Metadata details) {
    long number = read(queries::lastRecord) + 1;
    ModerationRecord record =
        new ModerationRecord(number, ids.now(), by, action, target, reason, until, details);
    insert(record);
    return record;
  }

  /** Asks about what is there, with all that was changed before. */
  public <T> T ask(SqlFunction<Queries, T> question) {
    return read(() -> question.apply(queries));
  }

  /** Brings a message back under the id it had; false where that id is there already. */
  public boolean restore(Message message) {
    boolean isNew = changed(() -> messages.restore(message));
    // Its id may be greater than all that were given here.
    ids.startAfter(message.id().value());
    return isNew;
  }

  /** Brings a record back under the number it had; false where that number is there already. */
  public boolean restore(ModerationRecord record) {
    boolean isThere =
        !read(() -> queries.records(record.number() + 1, 1)).stream()
            .filter(found -> found.number() == record.number())
            .toList()
            .isEmpty();
    if (!isThere) {
      insert(record);
    }
    return !isThere;
  }

  private void insert(ModerationRecord record) {
    String details = JsonText.of(record.details());
    change(
        () ->
            connection.update(
                Sql.RECORD,
                record.number(),
                record.at().toString(),
                record.by().toString(),
                record.action(),
                record.target().kind().name(),
                record.target().id(),
                record.reason(),
                record.until().map(Instant::toString).orElse(null),
                details));
  }

  /** Stores what an extension wants kept under a key. */
  public void keep(String extension, String key, String value) {
    change(() -> connection.update(Sql.KEEP, extension, key, value));
  }

  /** Removes what an extension keeps under a key. */
  public void forget(String extension, String key) {
    change(() -> connection.update(Sql.FORGET, extension, key));
  }

  private void change(SqlAction action) {
    read(
        () -> {
          changing = true;
          if (undoable && !marked) {
            connection.update(Sql.MARK);
            marked = true;
          }
          action.run();
          return null;
        });
  }

  private <T> T changed(SqlCall<T> call) {
    List<T> results = new ArrayList<>(1);
    change(() -> results.add(call.run()));
    return results.get(0);
  }

  private <T> T read(SqlCall<T> call) {
    if (ended || Thread.currentThread() != writer) {
      throw new IllegalStateException(
          "A StoreTransaction is valid on the writer thread and until StoreWrite.run returns;"
              + " it was used on "
              + Thread.currentThread().getName()
              + (ended ? " after that" : "")
              + ". Make another call of Store.write.");
    }
    try {
      return call.run();
    } catch (SQLException e) {
      if (failure == null) {
        failure = e;
      }
      // Only ends the write: what its caller gets is decided by who commits.
      throw new EngineException(
          Problem.of(Problem.Code.UNAVAILABLE, "The database failed: " + e.getMessage()), e);
    }
  }

  private interface SqlCall<T> {
    T run() throws SQLException;
  }

  private interface SqlAction {
    void run() throws SQLException;
  }
}
