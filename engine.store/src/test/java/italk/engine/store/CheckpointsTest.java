package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import italk.engine.store.checkpoint.Checkpoints;
import italk.engine.store.checkpoint.LogBounds;
import italk.engine.store.commit.GroupCommit;
import italk.engine.store.sql.Database;
import italk.engine.store.sql.MessageIds;
import italk.engine.store.sql.Schema;
import italk.engine.store.sql.SqlConnection;
import italk.engine.store.sql.WriteAheadLog;
import italk.engine.store.sql.WriteAheadLog.Progress;
import italk.engine.store.sqlite.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write-ahead log is copied beside the writer and begins anew, whoever reads. */
class CheckpointsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final LogBounds SMALL = new LogBounds(10, 60, 200);
  // Five pages.
  private static final String CONTENT = "x".repeat(18_000);

  @TempDir Path folder;
  private final ObservedDataSource source = new ObservedDataSource();
  private Path file;
  private Database database;
  private Checkpoints checkpoints;
  private GroupCommit commits;
  private SqlConnection observer;
  private int written;

  @BeforeEach
  void open() throws Exception {
    file = TestStore.file(folder);
    Files.createFile(file);
    database = new Database(source.observed("jdbc:sqlite:" + file), file.toString(), new Sqlite());
    new Schema(database).prepare();
    checkpoints = new Checkpoints(database, file, SMALL);
    MessageIds ids = new MessageIds(InstantSource.system());
    commits = new GroupCommit(database, ids, 100, 100, checkpoints::betweenCommits);
    observer = database.openCheckpointer();
  }

  @AfterEach
  void close() throws Exception {
    observer.close();
    commits.close();
    checkpoints.close();
  }

  @Test
  void theLogIsCopiedOnAThreadOfItsOwn() {
    write(SMALL.step());

    await().atMost(LONG).untilAsserted(() -> assertThat(log().left()).isLessThan(SMALL.step()));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .contains("italk-store-checkpoint");
  }

  @Test
  void theLogBeginsAnewBeforeItIsLong() throws Exception {
    write(SMALL.lastStep());
    awaitNewLog();
    write(SMALL.lastStep());
    awaitNewLog();

    assertThat(stored()).isEqualTo(written);
  }

  @Test
  void whoReadsForLongHoldsNoWriterAndTheLogBeginsAnewAfterwards() throws Exception {
    try (Connection reader = ObservedDataSource.plain("jdbc:sqlite:" + file).getConnection();
        Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      assertThat(count(statement)).isZero();
      write(SMALL.most());
      assertThat(log().pages())
          .as("nothing that is read is overwritten")
          .isGreaterThan(SMALL.most());
      assertThat(count(statement)).as("as the reader began").isZero();
      statement.execute("ROLLBACK");
    }
    awaitNewLog();
    assertThat(stored()).isEqualTo(written);
  }

  @Test
  void aCheckpointThatFailsHoldsNoWriterAndIsTriedAgain() throws Exception {
    source.failConnections = true;
    write(SMALL.lastStep());
    assertThat(log().copied()).isZero();
    source.failConnections = false;

    awaitNewLog();
    assertThat(stored()).isEqualTo(written);
  }

  /** Writes so many messages, each a commit of its own; each has more than one page. */
  private void write(int messages) {
    for (int i = 0; i < messages; i++) {
      get(
          commits
              .submit(
                  transaction ->
                      transaction.append(EVERYONE, user("alice"), CONTENT, Optional.empty()))
              .toCompletableFuture());
      written++;
    }
  }

  // The writer is the one who begins it anew, and so has to write something.
  private void awaitNewLog() {
    await()
        .atMost(LONG)
        .until(
            () -> {
              write(1);
              return log().pages() < SMALL.lastStep();
            });
  }

  private Progress log() throws SQLException {
    return new WriteAheadLog(observer).look();
  }

  private int stored() throws SQLException {
    try (Connection connection = ObservedDataSource.plain("jdbc:sqlite:" + file).getConnection();
        Statement statement = connection.createStatement()) {
      return count(statement);
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM messages")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
