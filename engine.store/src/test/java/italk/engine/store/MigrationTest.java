package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of version 0.1.0 is brought forward with all that is in it, or left as it is. */
class MigrationTest {

  // As Italk-Engine 0.1.0 wrote them.
  private static final List<String> VERSION_1 =
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
          "INSERT INTO italk_schema (version) VALUES (1)",
          "PRAGMA journal_mode = WAL",
          "INSERT INTO users VALUES ('ü', 'Zoé', '{\"a\":1}', '2026-01-01T00:00:00Z', 'ü\nzoé')",
          "INSERT INTO users VALUES ('a', 'Adam', '{}', '2026-01-01T00:00:00Z', 'a\nadam')",
          "INSERT INTO groups VALUES ('g h', 'PUBLIC', '{}', '2026-01-01T00:00:00Z')",
          "INSERT INTO members VALUES ('g h', 'ü', 'OWNER', 1)",
          "INSERT INTO extension_storage VALUES ('x', 'k', 'v')");

  private static final List<Conversation> CONVERSATIONS =
      List.of(
          EVERYONE,
          Conversation.group("g h"),
          Conversation.group("everyone"),
          Conversation.direct("ü", "a"),
          Conversation.direct("group:x", "a"));

  @TempDir Path folder;
  private final List<Message> said = new ArrayList<>();

  @BeforeEach
  void writeVersion1() throws SQLException {
    try (Connection connection = connect()) {
      for (String sql : VERSION_1) {
        execute(connection, sql);
      }
      connection.setAutoCommit(false);
      for (int i = 0; i < 1_000; i++) {
        Message message =
            new Message(
                new MessageId(1_000_000L + i),
                CONVERSATIONS.get(i % CONVERSATIONS.size()),
                "ü",
                "Zoé",
                "numéro n" + i,
                i % 2 == 0 ? Optional.of("c" + i) : Optional.empty());
        said.add(message);
        execute(
            connection,
            "INSERT INTO messages VALUES (%d, '%s', 'ü', 'Zoé', '%s', %s)"
                .formatted(
                    message.id().value(),
                    message.conversation().key(),
                    message.content(),
                    message.clientId().map(id -> "'" + id + "'").orElse("NULL")));
      }
      connection.commit();
    }
  }

  @Test
  void everythingIsThereAndFoundAfterwards() throws Exception {
    for (int start = 0; start < 2; start++) {
      try (TestStore test = TestStore.open(folder)) {
        assertThat(test.store.since(new MessageId(0), 2_000)).isEqualTo(said);
        for (Conversation conversation : CONVERSATIONS) {
          assertThat(test.store.after(conversation, new MessageId(0), 2_000))
              .isEqualTo(said.stream().filter(m -> m.conversation().equals(conversation)).toList());
        }
        assertThat(test.store.sent("ü", "c998")).contains(said.get(998));
        assertThat(test.store.users("", 10)).extracting(User::id).containsExactly("a", "ü");
        assertThat(test.store.searchUsers("zoé", 10)).extracting(User::id).containsExactly("ü");
        assertThat(test.store.searchUsers("ad", 10)).extracting(User::id).containsExactly("a");
        assertThat(test.store.groupsOf("ü")).containsExactly("g h");
        assertThat(new BundleStorage(test.store, "x").get("k")).contains("v");
        assertThat(test.store.search(MessageSearch.of("NUMERO n777", 10)))
            .containsExactly(said.get(777));
        assertThat(test.store.search(MessageSearch.of("numero", 500).visibleTo("a")))
            .allMatch(message -> !(message.conversation() instanceof Conversation.OfGroup))
            .hasSize(500);
        assertThat(test.store.unread("a", "", 10)).hasSize(3);
      }
    }
  }

  @Test
  void itGoesOnAsAnyOther() throws Exception {
    try (TestStore test = TestStore.open(folder)) {
      said.add(test.say(EVERYONE, "neu"));
      said.add(test.say(Conversation.group("new"), "neu"));
      get(test.write(t -> t.edit(said.get(3).id(), "changed", TestStore.THEN)));
      assertThat(test.store.search(MessageSearch.of("n3", 10)))
          .noneMatch(m -> m.equals(said.get(3)));
      assertThat(test.store.since(new MessageId(0), 2_000))
          .extracting(Message::id)
          .isEqualTo(said.stream().map(Message::id).toList());
    }
    try (Connection connection = connect()) {
      assertThat(answer(connection, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(answer(connection, "PRAGMA foreign_key_check")).isNull();
      assertThat(answer(connection, "SELECT version FROM italk_schema")).isEqualTo("2");
    }
  }

  @Test
  void whatCanNotBeBroughtForwardStaysAsItWas() throws Exception {
    try (Connection connection = connect()) {
      execute(connection, "CREATE TABLE read_positions (mine TEXT)");
    }
    assertThatThrownBy(() -> TestStore.open(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read_positions");
    try (Connection connection = connect()) {
      assertThat(answer(connection, "SELECT version FROM italk_schema")).isEqualTo("1");
      assertThat(answer(connection, "SELECT COUNT(conversation) FROM messages")).isEqualTo("1000");
      execute(connection, "DROP TABLE read_positions");
    }
    everythingIsThereAndFoundAfterwards();
  }

  @Test
  void nothingOfARetractedContentStaysInTheFile() throws Exception {
    String secret = "geheimniskraemer" + "x".repeat(30);
    MessageId id;
    try (TestStore test = TestStore.open(folder)) {
      id = test.say(EVERYONE, "before " + secret.repeat(300)).id();
      MessageId edited = test.say(EVERYONE, "before " + secret).id();
      for (int i = 0; i < 400; i++) {
        test.say(EVERYONE, "other " + i);
      }
      get(test.write(t -> t.edit(edited, "harmless", TestStore.THEN)));
    }
    assertThat(file()).contains(secret);
    try (TestStore test = TestStore.open(folder)) {
      get(test.write(t -> t.retract(id, TestStore.THEN)));
    }
    assertThat(file()).doesNotContain("geheimniskraemer");
    try (Connection connection = connect()) {
      execute(connection, "INSERT INTO messages_text (messages_text) VALUES ('integrity-check')");
    }
  }

  private String file() throws Exception {
    return Files.readString(TestStore.file(folder), StandardCharsets.ISO_8859_1);
  }

  private Connection connect() throws SQLException {
    return ObservedDataSource.plain("jdbc:sqlite:" + TestStore.file(folder)).getConnection();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
