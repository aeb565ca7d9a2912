package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked of the database, over one connection and as that connection sees it. */
public final class Queries {

  // Ids and names have at most 128 characters each: what is longer is in none of them.
  private static final int LONGEST_FOUND = 2 * 128;

  private final SqlConnection connection;

  /** Over this connection. */
  public Queries(SqlConnection connection) {
    this.connection = connection;
  }

  /** The user with this id, offline. */
  public Optional<User> user(String id) throws SQLException {
    return connection.first(Sql.USER, Queries::userRow, id);
  }

  /** Users by id, beginning after one. */
  public List<User> users(String afterId, int limit) throws SQLException {
    return connection.list(Sql.USERS, Queries::userRow, afterId, atLeastNone(limit));
  }

  /** Users whose id or name contains a text. */
  public List<User> searchUsers(String text, int limit) throws SQLException {
    if (text.length() > LONGEST_FOUND) {
      return List.of();
    }
    return connection.list(
        Sql.SEARCH_USERS, Queries::userRow, SearchText.pattern(text), atLeastNone(limit));
  }

  /** The group with this name. */
  public Optional<Group> group(String name) throws SQLException {
    return connection.query(Sql.GROUP, Queries::groupRows, name).stream().findFirst();
  }

  /** Groups by name, beginning after one. */
  public List<Group> groups(String afterName, int limit) throws SQLException {
    return connection.query(Sql.GROUPS, Queries::groupRows, afterName, atLeastNone(limit));
  }

  /** The names of the groups of a user. */
  public List<String> groupsOf(String userId) throws SQLException {
    return connection.list(Sql.GROUPS_OF, row -> row.getString(1), userId);
  }

  /** The newest messages before one, oldest first. */
  public List<Message> before(Conversation conversation, MessageId id, int limit)
      throws SQLException {
    List<Message> page =
        connection.list(
            Sql.BEFORE, Queries::messageRow, conversation.key(), id.value(), atLeastNone(limit));
    Collections.reverse(page);
    return page;
  }

  /** The oldest messages after one, oldest first. */
  public List<Message> after(Conversation conversation, MessageId id, int limit)
      throws SQLException {
    return connection.list(
        Sql.AFTER, Queries::messageRow, conversation.key(), id.value(), atLeastNone(limit));
  }

  /** The message that a sender sent with a client id. */
  public Optional<Message> sent(String senderId, String clientId) throws SQLException {
    return connection.first(Sql.SENT, Queries::messageRow, senderId, clientId);
  }

  /** The greatest message id there is, -1 where there is no message. */
  public long lastMessageId() throws SQLException {
    return connection
        .first(Sql.LAST_MESSAGE_ID, row -> row.getObject(1) == null ? -1 : row.getLong(1))
        .orElse(-1L);
  }

  /** What an extension keeps under a key. */
  public Optional<String> kept(String extension, String key) throws SQLException {
    return connection.first(Sql.KEPT, row -> row.getString(1), extension, key);
  }

  /** All that an extension keeps, by key. */
  public Map<String, String> allKept(String extension) throws SQLException {
    return connection.query(
        Sql.ALL_KEPT,
        rows -> {
          Map<String, String> kept = new LinkedHashMap<>();
          while (rows.next()) {
            kept.put(rows.getString(1), rows.getString(2));
          }
          return kept;
        },
        extension);
  }

  private static User userRow(ResultSet row) throws SQLException {
    String id = row.getString(1);
    Metadata metadata = JsonText.parse(row.getString(3), "user " + id);
    return new User(id, row.getString(2), metadata, Instant.parse(row.getString(4)), false);
  }

  private static Message messageRow(ResultSet row) throws SQLException {
    return new Message(
        new MessageId(row.getLong(1)),
        Conversation.parse(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Optional.ofNullable(row.getString(6)));
  }

  // One row for each member, in order; a group without members has one row without a member.
  private static List<Group> groupRows(ResultSet rows) throws SQLException {
    List<Group> groups = new ArrayList<>();
    boolean more = rows.next();
    while (more) {
      String name = rows.getString(1);
      Group.Visibility visibility = Group.Visibility.valueOf(rows.getString(2));
      Metadata metadata = JsonText.parse(rows.getString(3), "group " + name);
      Instant createdAt = Instant.parse(rows.getString(4));
      Map<String, Group.Role> members = new LinkedHashMap<>();
      do {
        String member = rows.getString(5);
        if (member != null) {
          members.put(member, Group.Role.valueOf(rows.getString(6)));
        }
        more = rows.next();
      } while (more && rows.getString(1).equals(name));
      groups.add(new Group(name, visibility, metadata, members, createdAt));
    }
    return groups;
  }

  // To SQLite, a negative limit means none at all.
  private static int atLeastNone(int limit) {
    return Math.max(limit, 0);
  }
}
