package italk.engine.store.sql;

import java.util.List;

/**
 * All SQL that the store speaks, in one place. Standard SQL as far as it goes: what only SQLite
 * understands stands under its own heading.
 */
public final class Sql {

  // --- the schema: times are ISO-8601 in UTC, metadata is JSON. Dialects add what searching needs.

  static final int SCHEMA_VERSION = 2;

  static final String SCHEMA_TABLE = "italk_schema";

  /** The tables that are new in version 2, or differ from version 1. */
  public static final List<String> CREATE_VERSION_2 =
      List.of(
          "CREATE TABLE users (number INTEGER PRIMARY KEY NOT NULL, id TEXT NOT NULL UNIQUE,"
              + " name TEXT NOT NULL, metadata TEXT NOT NULL, registered_at TEXT NOT NULL,"
              + " search TEXT NOT NULL)",
          "CREATE TABLE conversations (id INTEGER PRIMARY KEY NOT NULL, key TEXT NOT NULL UNIQUE,"
              + " group_name TEXT, first_user TEXT, second_user TEXT)",
          "CREATE INDEX conversations_by_group ON conversations (group_name)",
          "CREATE INDEX conversations_by_first_user ON conversations (first_user)",
          "CREATE INDEX conversations_by_second_user ON conversations (second_user)",
          "CREATE TABLE messages (id INTEGER PRIMARY KEY NOT NULL,"
              + " conversation_id INTEGER NOT NULL REFERENCES conversations (id),"
              + " sender_id TEXT NOT NULL, sender_name TEXT NOT NULL, content TEXT NOT NULL,"
              + " client_id TEXT, edited_at TEXT, retracted_at TEXT)",
          "CREATE INDEX messages_by_conversation ON messages (conversation_id, id)",
          "CREATE UNIQUE INDEX messages_by_client_id ON messages (sender_id, client_id)"
              + " WHERE client_id IS NOT NULL",
          "CREATE TABLE message_index (indexed_up_to INTEGER NOT NULL)",
          "INSERT INTO message_index (indexed_up_to) VALUES (-1)",
          "CREATE TABLE read_positions (user_id TEXT NOT NULL,"
              + " conversation_id INTEGER NOT NULL REFERENCES conversations (id),"
              + " message_id INTEGER NOT NULL, PRIMARY KEY (user_id, conversation_id))",
          "CREATE TABLE moderation (number INTEGER PRIMARY KEY NOT NULL, done_at TEXT NOT NULL,"
              + " done_by TEXT NOT NULL, action TEXT NOT NULL, target_kind TEXT NOT NULL,"
              + " target TEXT NOT NULL, reason TEXT NOT NULL, until TEXT, details TEXT NOT NULL)",
          "CREATE INDEX moderation_by_target ON moderation (target_kind, target, number)");

  /** The tables that are as they were in version 1. */
  static final List<String> CREATE_VERSION_1 =
      List.of(
          "CREATE TABLE groups (name TEXT PRIMARY KEY NOT NULL, visibility TEXT NOT NULL,"
              + " metadata TEXT NOT NULL, created_at TEXT NOT NULL)",
          "CREATE TABLE members (group_name TEXT NOT NULL REFERENCES groups (name)"
              + " ON DELETE CASCADE, user_id TEXT NOT NULL, role TEXT NOT NULL,"
              + " position INTEGER NOT NULL, PRIMARY KEY (group_name, user_id))",
          "CREATE INDEX members_in_order ON members (group_name, position)",
          "CREATE INDEX members_by_user ON members (user_id, group_name)",
          "CREATE TABLE extension_storage (extension TEXT NOT NULL, key TEXT NOT NULL,"
              + " value TEXT NOT NULL, PRIMARY KEY (extension, key))",
          "CREATE TABLE italk_schema (version INTEGER NOT NULL)",
          "INSERT INTO italk_schema (version) VALUES (" + SCHEMA_VERSION + ")");

  static final String SET_SCHEMA_VERSION = "UPDATE italk_schema SET version = ?";

  static final String READ_SCHEMA_VERSION = "SELECT version FROM italk_schema";

  /** Changes nothing, and yet has to be written. */
  static final String PROBE = "UPDATE italk_schema SET version = version";

  // --- one write inside a commit that it shares with others

  static final String MARK = "SAVEPOINT one_write";
  static final String RETURN_TO_MARK = "ROLLBACK TO one_write";
  static final String DROP_MARK = "RELEASE one_write";

  // --- users

  /** Of all users; conditions follow. */
  public static final String ALL_USERS =
      "SELECT u.id, u.name, u.metadata, u.registered_at FROM users u";

  static final String USER = ALL_USERS + " WHERE id = ?";

  static final String USERS = ALL_USERS + " WHERE id > ? ORDER BY id LIMIT ?";

  /** Looks at every user, in order, until enough are found. */
  public static final String SEARCH_USERS =
      ALL_USERS + " WHERE search LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?";

  static final String SEARCHED_BY = "SELECT search FROM users WHERE id = ?";

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

  // --- messages. The id of the conversation is looked up first and once, so that a page is a range
  // of one index, whatever database plans it.

  private static final String MESSAGE_COLUMNS =
      "SELECT m.id, c.key, m.sender_id, m.sender_name, m.content, m.client_id, m.edited_at,"
          + " m.retracted_at FROM ";

  private static final String FOUND =
      "conversation_id = (SELECT id FROM conversations WHERE key = ?)";

  private static final String IN_CONVERSATION =
      MESSAGE_COLUMNS + "messages m, conversations c WHERE c.id = m.conversation_id AND m." + FOUND;

  /** Of any conversation; conditions follow. */
  public static final String MESSAGES =
      MESSAGE_COLUMNS + "messages m JOIN conversations c ON c.id = m.conversation_id";

  static final String BEFORE = IN_CONVERSATION + " AND m.id < ? ORDER BY m.id DESC LIMIT ?";

  static final String AFTER = IN_CONVERSATION + " AND m.id > ? ORDER BY m.id LIMIT ?";

  static final String SENT = MESSAGES + " WHERE m.sender_id = ? AND m.client_id = ?";

  static final String MESSAGE = MESSAGES + " WHERE m.id = ?";

  static final String SINCE = MESSAGES + " WHERE m.id > ? ORDER BY m.id LIMIT ?";

  static final String NEWEST =
      "SELECT id FROM messages WHERE " + FOUND + " ORDER BY id DESC LIMIT 1 OFFSET ?";

  static final String LAST_MESSAGE_ID = "SELECT MAX(id) FROM messages";

  static final String CONVERSATIONS =
      "SELECT c.key FROM conversations c WHERE c.key > ? AND EXISTS"
          + " (SELECT 1 FROM messages m WHERE m.conversation_id = c.id) ORDER BY c.key LIMIT ?";

  /** The ids of the conversations of a user, who is named three times. */
  public static final String CONVERSATIONS_OF =
      "SELECT id FROM conversations WHERE key = 'everyone'"
          + " UNION SELECT c.id FROM members m JOIN conversations c ON c.group_name = m.group_name"
          + " WHERE m.user_id = ? UNION SELECT id FROM conversations WHERE first_user = ?"
          + " UNION SELECT id FROM conversations WHERE second_user = ?";

  /** The conversation's id by its key. */
  public static final String CONVERSATION_ID = "SELECT id FROM conversations WHERE key = ?";

  static final String ADD_CONVERSATION =
      "INSERT INTO conversations (id, key, group_name, first_user, second_user)"
          + " SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ? FROM conversations";

  static final String APPEND =
      "INSERT INTO messages (id, conversation_id, sender_id, sender_name, content, client_id,"
          + " edited_at, retracted_at) SELECT ?, id, ?, ?, ?, ?, ?, ? FROM conversations"
          + " WHERE key = ?";

  static final String EDIT =
      "UPDATE messages SET content = ?, edited_at = ?, retracted_at = ? WHERE id = ?";

  static final String LAST_TO_PURGE =
      "SELECT MAX(id) FROM (SELECT id FROM messages WHERE "
          + FOUND
          + " AND id < ? ORDER BY id LIMIT ?) AS oldest";

  static final String PURGE = "DELETE FROM messages WHERE " + FOUND + " AND id <= ?";

  // --- the index for searching lags behind: so far it has come

  /** How far. */
  public static final String INDEXED_UP_TO = "SELECT indexed_up_to FROM message_index";

  /** How many messages it has not seen. */
  public static final String NOT_INDEXED =
      "SELECT COUNT(*) FROM messages WHERE id > (SELECT indexed_up_to FROM message_index)";

  /** It has come to the end. */
  public static final String ALL_INDEXED =
      "UPDATE message_index SET indexed_up_to = (SELECT COALESCE(MAX(id), -1) FROM messages)";

  // --- read positions

  static final String READ_POSITION =
      "SELECT message_id FROM read_positions WHERE user_id = ? AND " + FOUND;

  static final String READ =
      "INSERT INTO read_positions (user_id, conversation_id, message_id)"
          + " SELECT ?, id, ? FROM conversations WHERE key = ?"
          + " ON CONFLICT (user_id, conversation_id) DO UPDATE SET message_id = excluded.message_id"
          + " WHERE read_positions.message_id < excluded.message_id";

  // Counts among the newest messages only: who writes a million and never reads shall not make the
  // question slow.
  static final String UNREAD =
      "SELECT key, read_up_to, latest, number FROM (SELECT c.key, p.message_id AS read_up_to,"
          + " (SELECT MAX(m.id) FROM messages m WHERE m.conversation_id = c.id) AS latest,"
          + " (SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT sender_id, retracted_at FROM messages"
          + " WHERE conversation_id = c.id AND id > COALESCE(p.message_id, -1)"
          + " ORDER BY id DESC LIMIT 10000) AS recent"
          + " WHERE recent.sender_id <> ? AND recent.retracted_at IS NULL LIMIT ?) AS unread)"
          + " AS number FROM conversations c LEFT JOIN read_positions p"
          + " ON p.conversation_id = c.id AND p.user_id = ? WHERE c.key > ? AND c.id IN ("
          + CONVERSATIONS_OF
          + ")) AS mine WHERE number > 0 ORDER BY key LIMIT ?";

  // --- the record of what was done to keep order

  private static final String RECORD_COLUMNS =
      "SELECT number, done_at, done_by, action, target_kind, target, reason, until, details"
          + " FROM moderation WHERE ";

  static final String RECORDS = RECORD_COLUMNS + "number < ? ORDER BY number DESC LIMIT ?";

  static final String RECORDS_ABOUT =
      RECORD_COLUMNS + "target_kind = ? AND target = ? AND number < ? ORDER BY number DESC LIMIT ?";

  static final String LAST_RECORD = "SELECT COALESCE(MAX(number), 0) FROM moderation";

  static final String RECORD =
      "INSERT INTO moderation (number, done_at, done_by, action, target_kind, target, reason,"
          + " until, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

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

  /** Sets up the writer. */
  public static final List<String> SQLITE_WRITER =
      List.of(
          WAIT_FOR_LOCK,
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON",
          // What was retracted is overwritten.
          "PRAGMA secure_delete = ON",
          "PRAGMA journal_size_limit = 67108864",
          // Checkpoints run beside the writer, not in its commits.
          "PRAGMA wal_autocheckpoint = 0");

  static final List<String> SQLITE_CHECKPOINTER =
      List.of(WAIT_FOR_LOCK, "PRAGMA synchronous = FULL");

  static final String LOOK_AT_LOG = "PRAGMA wal_checkpoint(NOOP)";
  static final String COPY_LOG = "PRAGMA wal_checkpoint(PASSIVE)";
  static final String RESTART_LOG = "PRAGMA wal_checkpoint(RESTART)";

  /** Sets up a reader. */
  public static final List<String> SQLITE_READER = List.of(WAIT_FOR_LOCK, "PRAGMA query_only = ON");

  private Sql() {}
}
