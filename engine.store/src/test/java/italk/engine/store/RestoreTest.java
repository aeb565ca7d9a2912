package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup takes the place of the database, or nothing is changed. */
class RestoreTest {

  @TempDir Path folder;
  private Path data;
  private Path backup;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void backUp() throws Exception {
    data = folder.resolve("data");
    backup = folder.resolve("backup.db");
    try (TestStore store = TestStore.open(data)) {
      store.say(EVERYONE, "before");
      new FileArchive(store.store).backup(backup);
      store.say(EVERYONE, "after");
    }
  }

  @Test
  void theDatabaseIsWhatTheBackupIsAndTheOneBeforeIsKept() throws Exception {
    // As after a kill: a log that belongs to the database, not to the backup.
    Path log = data.resolve("italk.db-wal");
    Files.writeString(log, "a log");

    restore(backup);

    assertThat(contents(data)).containsExactly("before");
    Path kept;
    try (Stream<Path> files = Files.list(data)) {
      List<Path> before =
          files
              .filter(each -> each.getFileName().toString().contains(".before-"))
              .sorted()
              .toList();
      assertThat(before).hasSize(2);
      kept = before.get(0);
      assertThat(before.get(1)).hasFileName(kept.getFileName() + "-wal").hasContent("a log");
    }
    assertThat(said()).contains("kept: " + kept, "is what " + backup + " is now");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("italk.db"))))
        .isEqualTo("rw-------");

    Files.delete(kept.resolveSibling(kept.getFileName() + "-wal"));
    restore(kept);
    assertThat(contents(data)).as("and back").containsExactly("before", "after");
  }

  @Test
  void aDatabaseThatIsGoneIsPutBack() throws Exception {
    Path empty = folder.resolve("elsewhere");
    new Restore(backup, empty.resolve("italk.db"), print()).run();

    assertThat(contents(empty)).containsExactly("before");
    assertThat(said()).doesNotContain("kept");
  }

  @Test
  void whatIsNoBackupIsRefusedAndNothingIsChanged() throws Exception {
    assertRefused(folder.resolve("none"), "there is no such file");
    assertRefused(data.resolve("italk.db"), "it is the database itself");
    assertRefused(Files.writeString(folder.resolve("text"), "x".repeat(5000)), "can't be read");
    assertRefused(Files.createFile(folder.resolve("empty")), "found another one");
    assertRefused(edited("UPDATE italk_schema SET version = 99"), "found version 99");
    assertRefused(edited("DROP TABLE italk_schema"), "expected a database of Italk-Engine");
    Files.writeString(folder.resolve("backup.db-wal"), "a log");
    assertRefused(backup, "a database that was not closed");
    Files.delete(folder.resolve("backup.db-wal"));
    assertRefused(damaged(), "");
    assertThat(contents(data)).containsExactly("before", "after");
  }

  @Test
  void aStoreThatIsInUseIsLeftAlone() throws Exception {
    try (TestStore store = TestStore.open(data)) {
      assertThatThrownBy(() -> restore(backup)).hasMessageContaining("is in use by another engine");
      store.say(EVERYONE, "goes on");
    }
    assertThat(contents(data)).containsExactly("before", "after", "goes on");
  }

  private void restore(Path file) throws IOException {
    new Restore(file, data.resolve("italk.db"), print()).run();
  }

  private void assertRefused(Path file, String why) throws IOException {
    List<String> names = names();
    assertThatThrownBy(() -> restore(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not restored: ")
        .hasMessageContaining(why);
    assertThat(names()).isEqualTo(names);
  }

  private Path edited(String sql) throws Exception {
    Path copy = Files.copy(backup, Files.createTempDirectory(folder, "edited").resolve("copy.db"));
    try (Connection connection = ObservedDataSource.plain("jdbc:sqlite:" + copy).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return copy;
  }

  private Path damaged() throws IOException {
    Path copy = Files.copy(backup, folder.resolve("damaged.db"));
    try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw")) {
      for (long page = 4096 * 2; page < file.length(); page += 4096) {
        file.seek(page);
        file.write(new byte[2048]);
      }
    }
    return copy;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static List<String> contents(Path data) throws Exception {
    try (TestStore store = TestStore.open(data)) {
      return store.store.since(new MessageId(0), 10).stream().map(Message::content).toList();
    }
  }

  private PrintStream print() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
