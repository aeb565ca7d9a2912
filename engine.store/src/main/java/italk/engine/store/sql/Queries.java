package italk.engine.store.sql;

import italk.engine.api.Group;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked of the database, over one connection and as that connection sees it. */
public final class Queries {

  // Ids and names have at most 128 characters each: what is longer is in none of them.
  private static final int LONGEST_FOUND = 2 * 128;

  private final SqlConnection connection;

  private final SearchIndex index;
  private final MessageQueries messages;

  /** Over this connection. */
  public Queries(SqlConnection connection) {
    this.connection = connection;
    this.index = connection.dialect().search(connection);
    this.messages = new MessageQueries(connection, index);
  }

  /** What can be asked about messages. */
  public MessageQueries messages() {
    return messages;
  }

  SearchIndex index() {
    return index;
  }

  /** The user with this id, offline. */
  public Optional<User> user(String id) throws SQLException {
    return connection.first(Sql.USER, Rows::user, id);
  }

  /** Users by id, beginning after one. */
  public List<User> users(String afterId, int limit) throws SQLException {
    return connection.list(Sql.USERS, Rows::user, afterId, atLeastNone(limit));
  }

  /** Users whose id or name contains a text. */
  public List<User> searchUsers(String text, int limit) throws SQLException {
    if (text.length() > LONGEST_FOUND) {
      return List.of();
    }
    return index.users(text, atLeastNone(limit));
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

  /** The newest records before one, newest first. */
  public List<ModerationRecord> records(long number, int limit) throws SQLException {
    return connection.list(Sql.RECORDS, Rows::record, number, atLeastNone(limit));
  }

  /** The newest records about a target before one, newest first. */
  public List<ModerationRecord> records(Target target, long number, int limit) throws SQLException {
    return connection.list(
        Sql.RECORDS_ABOUT,
        Rows::record,
        target.kind().name(),
        target.id(),
        number,
        atLeastNone(limit));
  }

  long lastRecord() throws SQLException {
    return connection.first(Sql.LAST_RECORD, row -> row.getLong(1)).orElseThrow();
  }

  /** By what a user is found now; empty where there is no such user. */
  Optional<String> searchedBy(String userId) throws SQLException {
    return connection.first(Sql.SEARCHED_BY, row -> row.getString(1), userId);
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
  static int atLeastNone(int limit) {
    return Math.max(limit, 0);
  }
}
