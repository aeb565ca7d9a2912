package italk.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store can't use it refuses, in words, and leaves as it is. */
class RefusedDatabaseTest {

  @TempDir Path folder;

  @Test
  void aNewerSchema() throws Exception {
    TestStore.open(folder).close();
    execute("UPDATE italk_schema SET version = 99");
    refuses("italk.db", "version 2 or older", "found version 99", "newer Italk-Engine");
  }

  @Test
  void aSchemaWithoutAVersion() throws Exception {
    TestStore.open(folder).close();
    execute("DELETE FROM italk_schema");
    refuses("italk.db", "expected a schema version", "found none");
  }

  @Test
  void anotherProgramsDatabase() throws Exception {
    execute("CREATE TABLE bookmarks (url TEXT)");
    refuses("italk.db", "another program's", "bookmarks");
  }

  @Test
  void aFileThatIsNoDatabase() throws Exception {
    Files.writeString(TestStore.file(folder), "This is a letter to my aunt.\n".repeat(500));
    refuses("italk.db", "expected a SQLite database", "not a database", "backup");
  }

  @Test
  void aDatabaseWhoseBeginningIsDamaged() throws Exception {
    try (TestStore test = TestStore.open(folder)) {
      test.save(TestStore.user("a"));
    }
    byte[] bytes = Files.readAllBytes(TestStore.file(folder));
    byte[] junk = "junk".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(junk, 0, bytes, 100, 3_900);
    Files.write(TestStore.file(folder), bytes);
    refuses("italk.db", "malformed", "backup");
  }

  @Test
  void aDatabaseThatAnotherProgramHolds() throws Exception {
    TestStore.open(folder).close();
    try (Connection connection =
            ObservedDataSource.plain("jdbc:sqlite:" + TestStore.file(folder)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");
      refuses("italk.db", "BUSY", "no other program holds it");
    }
  }

  @Test
  void aDatabaseInUse() throws Exception {
    try (TestStore first = TestStore.open(folder)) {
      assertThatThrownBy(() -> TestStore.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another engine");
      first.save(TestStore.user("a"));
    }
    try (TestStore again = TestStore.open(folder)) {
      assertThat(again.store.user("a")).isPresent();
    }
  }

  @Test
  void aFolderThatIsAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "not a folder");
    assertThatThrownBy(() -> TestStore.open(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("italk.db", "expected a folder", "italk.data");
    assertThat(file).hasContent("not a folder");
  }

  @Test
  void anUrlThatNamesNoSqliteFile() {
    for (String url : new String[] {"jdbc:postgresql:x", "jdbc:sqlite::memory:", "jdbc:sqlite:"}) {
      assertThatThrownBy(() -> DatabaseFile.path(url, folder))
          .hasMessageContainingAll(url, "jdbc:sqlite:FILE", "config.json");
    }
    assertThat(DatabaseFile.path("", folder)).isEqualTo(folder.resolve("italk.db"));
    assertThat(DatabaseFile.path("jdbc:sqlite:/a/b.db", folder)).isEqualTo(Path.of("/a/b.db"));
  }

  @Test
  void optionsOutOfBounds() {
    ObservedDataSource source = new ObservedDataSource();
    assertThatThrownBy(() -> TestStore.open(folder, source, new TestOptions(0, 1)))
        .hasMessageContainingAll("\"queue\"", "is 0", "expected 1 to 1000000");
    assertThatThrownBy(() -> TestStore.open(folder, source, new TestOptions(1, 100_001)))
        .hasMessageContainingAll("\"batch\"", "is 100001");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsCreatedIsItsOwnersOnly() throws Exception {
    Path data = folder.resolve("new").resolve("data");
    try (TestStore test = TestStore.open(data)) {
      test.save(TestStore.user("a"));
      assertThat(permissions(data)).isEqualTo("rwx------");
      assertThat(permissions(data.resolve("italk.db"))).isEqualTo("rw-------");
      assertThat(permissions(data.resolve("italk.db-wal"))).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            ObservedDataSource.plain("jdbc:sqlite:" + TestStore.file(folder)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void refuses(String... words) throws Exception {
    byte[] before = Files.readAllBytes(TestStore.file(folder));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> TestStore.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(words);
    }
    assertThat(Files.readAllBytes(TestStore.file(folder))).isEqualTo(before);
  }
}
