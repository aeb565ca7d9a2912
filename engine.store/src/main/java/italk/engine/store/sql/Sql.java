package italk.engine.store.sql;

import java.util.List;

/**
 * All SQL that the store speaks, in one place. Standard SQL as far as it goes: what only SQLite
 * understands stands under its own heading.
 */
final class Sql {

  // --- the schema, version 1; times are ISO-8601 in UTC, metadata is JSON

  static final int SCHEMA_VERSION = 1;

  static final String SCHEMA_TABLE = "italk_schema";

  static final List<String> CREATE_SCHEMA =
      List.of(
          "CREATE TABLE users (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL,"
              + " metadata TEXT NOT NULL, registered_at TEXT NOT NULL, search TEXT NOT NULL)",
          "CREATE TABLE groups (name TEXT PRIMARY KEY NOT NULL, visibility TEXT NOT NULL,"
              + " metadata TEXT NOT NULL, created_at TEXT NOT NULL)",
          "CREATE TABLE members (group_name TEXT NOT NULL REFERENCES groups (name)"
              + " ON DELETE CASCADE, user_id TEXT NOT NULL, role TEXT NOT NULL,"
              + " position INTEGER NOT NULL, PRIMARY KEY (group_name, user_id))",
          "CREATE INDEX members_in_order ON members (group_name, position)",
          "CREATE INDEX members_by_user ON members (user_id, group_name)",
          "CREATE TABLE messages (id INTEGER PRIMARY KEY NOT NULL, conversation TEXT NOT NULL,"
              + " sender_id TEXT NOT NULL, sender_name TEXT NOT NULL, content TEXT NOT NULL,"
              + " client_id TEXT)",
          "CREATE INDEX messages_by_conversation ON messages (conversation, id)",
          "CREATE UNIQUE INDEX messages_by_client_id ON messages (sender_id, client_id)"
              + " WHERE client_id IS NOT NULL",
          "CREATE TABLE extension_storage (extension TEXT NOT NULL, key TEXT NOT NULL,"
              + " value TEXT NOT NULL, PRIMARY KEY (extension, key))",
          "CREATE TABLE italk_schema (version INTEGER NOT NULL)",
          "INSERT INTO italk_schema (version) VALUES (" + SCHEMA_VERSION + ")");

  static final String READ_SCHEMA_VERSION = "SELECT version FROM italk_schema";

  /** Changes nothing, and yet has to be written. */
  static final String PROBE = "UPDATE italk_schema SET version = version";

  // --- one write inside a commit that it shares with others

  static final String MARK = "SAVEPOINT one_write";
  static final String RETURN_TO_MARK = "ROLLBACK TO one_write";
  static final String DROP_MARK = "RELEASE one_write";

  // --- users

  private static final String USER_COLUMNS = "SELECT id, name, metadata, registered_at FROM users";

  static final String USER = USER_COLUMNS + " WHERE id = ?";

  static final String USERS = USER_COLUMNS + " WHERE id > ? ORDER BY id LIMIT ?";

  static final String SEARCH_USERS =
      USER_COLUMNS + " WHERE search LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?";

  static final String SAVE_USER =
      "INSERT INTO users (id, name, metadata, registered_at, search) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, metadata = excluded.metadata,"
          + " registered_at = excluded.registered_at, search = excluded.search";

  // --- groups: a group and its members are read by one statement, and so at one moment

  private static final String GROUP_COLUMNS =
      "SELECT g.name, g.visibility, g.metadata, g.created_at, m.user_id, m.role FROM ";

  private static final String WITH_MEMBERS =
      " g LEFT JOIN members m ON m.group_name = g.name ORDER BY g.name, m.position";

  static final String GROUP =
      GROUP_COLUMNS + "(SELECT * FROM groups WHERE name = ?)" + WITH_MEMBERS;

  static final String GROUPS =
      GROUP_COLUMNS + "(SELECT * FROM groups WHERE name > ? ORDER BY name LIMIT ?)" + WITH_MEMBERS;

  static final String GROUPS_OF =
      "SELECT group_name FROM members WHERE user_id = ? ORDER BY group_name";

  static final String SAVE_GROUP =
      "INSERT INTO groups (name, visibility, metadata, created_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET visibility = excluded.visibility,"
          + " metadata = excluded.metadata, created_at = excluded.created_at";

  static final String DELETE_GROUP = "DELETE FROM groups WHERE name = ?";

  static final String NEXT_POSITION =
      "SELECT COALESCE(MAX(position), 0) + 1 FROM members WHERE group_name = ?";

  static final String ADD_MEMBER =
      "INSERT INTO members (group_name, user_id, role, position) VALUES (?, ?, ?, ?)";

  static final String CHANGE_MEMBER =
      "UPDATE members SET role = ? WHERE group_name = ? AND user_id = ?";

  static final String REMOVE_MEMBER = "DELETE FROM members WHERE group_name = ? AND user_id = ?";

  static final String REMOVE_MEMBERS = "DELETE FROM members WHERE group_name = ?";

  // --- messages

  private static final String MESSAGE_COLUMNS =
      "SELECT id, conversation, sender_id, sender_name, content, client_id FROM messages";

  static final String BEFORE =
      MESSAGE_COLUMNS + " WHERE conversation = ? AND id < ? ORDER BY id DESC LIMIT ?";

  static final String AFTER =
      MESSAGE_COLUMNS + " WHERE conversation = ? AND id > ? ORDER BY id LIMIT ?";

  static final String SENT = MESSAGE_COLUMNS + " WHERE sender_id = ? AND client_id = ?";

  static final String LAST_MESSAGE_ID = "SELECT MAX(id) FROM messages";

  static final String APPEND =
      "INSERT INTO messages (id, conversation, sender_id, sender_name, content, client_id)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  // --- what extensions keep

  static final String KEPT = "SELECT value FROM extension_storage WHERE extension = ? AND key = ?";

  static final String ALL_KEPT =
      "SELECT key, value FROM extension_storage WHERE extension = ? ORDER BY key";

  static final String KEEP =
      "INSERT INTO extension_storage (extension, key, value) VALUES (?, ?, ?)"
          + " ON CONFLICT (extension, key) DO UPDATE SET value = excluded.value";

  static final String FORGET = "DELETE FROM extension_storage WHERE extension = ? AND key = ?";

  // --- SQLite only: durable at each commit, readers beside the one writer

  static final String WAIT_FOR_LOCK = "PRAGMA busy_timeout = 5000";
  static final String WAIT_A_MOMENT = "PRAGMA busy_timeout = 50";

  static final List<String> SQLITE_WRITER =
      List.of(
          WAIT_FOR_LOCK,
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          "PRAGMA journal_size_limit = 67108864",
          // Checkpoints run beside the writer, not in its commits.
          "PRAGMA wal_autocheckpoint = 0");

  static final List<String> SQLITE_CHECKPOINTER =
      List.of(WAIT_FOR_LOCK, "PRAGMA synchronous = FULL");

  static final String LOOK_AT_LOG = "PRAGMA wal_checkpoint(NOOP)";
  static final String COPY_LOG = "PRAGMA wal_checkpoint(PASSIVE)";
  static final String RESTART_LOG = "PRAGMA wal_checkpoint(RESTART)";

  static final List<String> SQLITE_READER = List.of(WAIT_FOR_LOCK, "PRAGMA query_only = ON");

  private Sql() {}
}
