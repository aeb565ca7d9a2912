package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.assertUnavailable;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.settled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.store.StoreTransaction.Appended;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the database fails nothing is acknowledged, and afterwards all goes on. */
class OutageTest {

  private static final MessageId LEAST = new MessageId(0);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final ObservedDataSource source = new ObservedDataSource();
  private TestStore test;

  @BeforeEach
  void open() throws Exception {
    test = TestStore.open(folder, source, TestOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aCommitThatFailsRefusesItsBatchAndTheStoreRecovers() {
    MessageId acknowledged = test.say(EVERYONE, "kept").id();
    source.failCommits = true;
    List<CompletableFuture<Appended>> refused =
        List.of(test.append("alice", "lost", "c1"), test.append("alice", "lost too", null));
    refused.forEach(write -> assertUnavailable(write, "disk I/O error"));
    source.failConnections = true;
    assertUnavailable(test.append("alice", "lost", null), "It is read-only");
    source.failConnections = false;
    source.failCommits = false;
    awaitRecovery();

    Appended again = get(test.append("alice", "at last", "c1"));
    assertThat(again.repeated()).isFalse();
    assertThat(again.message().id()).isGreaterThan(acknowledged);
    assertThat(test.store.after(EVERYONE, LEAST, 10))
        .extracting(Message::content)
        .containsExactly("kept", "at last");
  }

  @Test
  void anOutageIsKnownAndEndsByItselfWithoutAnyWrite() {
    assertThat(test.store.outage()).isEmpty();
    source.failCommits = true;
    assertUnavailable(test.append("alice", "lost", null), "disk I/O error");
    assertThat(test.store.outage())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains(
                        TestStore.file(folder).toString(),
                        "since 20",
                        "disk I/O error",
                        "read-only"));
    int opened = source.opened.get();
    await().atMost(LONG).until(() -> source.opened.get() >= opened + 2);
    assertThat(test.store.outage()).as("while it fails").isPresent();
    source.failCommits = false;

    awaitRecovery();
    assertThat(get(test.append("alice", "again", null)).repeated()).isFalse();
  }

  @Test
  void whoWritesDuringAnOutageIsRefusedWithoutWaitingForTheWriter() {
    source.failCommits = true;
    assertUnavailable(test.append("alice", "lost", null), "disk I/O error");
    CompletableFuture<Appended> refused = test.append("alice", "lost", null);

    assertThat(refused).as("before it is returned").isCompletedExceptionally();
    assertUnavailable(refused, "can't be written since");
    assertThat(test.store.after(EVERYONE, LEAST, 10)).as("reads go on").isEmpty();
  }

  @Test
  void aStoreClosesDuringAnOutage() {
    source.failCommits = true;
    assertUnavailable(test.append("alice", "lost", null), "disk I/O error");
    close();

    assertThat(test.append("alice", "late", null)).isCompletedExceptionally();
  }

  @Test
  void aFullDiskRefusesWithoutLosingAnythingAndTheStoreRecovers() throws Exception {
    source.maxPages = 200;
    close();
    open();
    String long_ = "x".repeat(20_000);
    List<MessageId> acknowledged = new ArrayList<>();
    CompletableFuture<Appended> sent = test.append("alice", long_, null);
    while (!settled(sent).isCompletedExceptionally()) {
      acknowledged.add(get(sent).message().id());
      sent = test.append("alice", long_, null);
    }
    assertUnavailable(sent, "full");
    assertThat(acknowledged).isNotEmpty();
    assertThat(storedIds()).isEqualTo(acknowledged);

    source.maxPages = 10_000;
    // A connection that is open keeps its limit: only that of a further try has the room.
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> acknowledged.add(get(test.append("alice", long_, null)).message().id()));
    assertThat(storedIds()).isEqualTo(acknowledged).isSorted();
  }

  private void awaitRecovery() {
    await().atMost(LONG).until(() -> test.store.outage().isEmpty());
  }

  private List<MessageId> storedIds() {
    return test.store.after(EVERYONE, LEAST, 1_000).stream().map(Message::id).toList();
  }

  @Test
  void dataThatTheDatabaseRefusesConcernTheirOwnWriteOnly() throws Exception {
    close();
    test = TestStore.open(folder, () -> THEN);
    MessageId first = test.say(EVERYONE, "first").id();
    // Another program takes the ids that come next, for the first try and for the second.
    try (Connection connection =
            ObservedDataSource.plain("jdbc:sqlite:" + TestStore.file(folder)).getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= 2; i++) {
        statement.execute(
            "INSERT INTO messages (id, conversation_id, sender_id, sender_name, content)"
                + " VALUES (%d, 1, 'x', 'X', 'foreign')".formatted(first.value() + i));
      }
    }
    CountDownLatch release = test.block();
    CompletableFuture<Appended> colliding = test.append("alice", "colliding", null);
    CompletableFuture<Appended> neighbour = test.append("alice", "neighbour", null);
    release.countDown();

    assertThatThrownBy(() -> get(colliding)).hasMessageContaining("refused the change");
    assertThat(get(neighbour).message().id().value()).isEqualTo(first.value() + 3);
    assertThat(test.store.after(EVERYONE, LEAST, 10))
        .extracting(Message::content)
        .containsExactly("first", "foreign", "foreign", "neighbour");
  }
}
