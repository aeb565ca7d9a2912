package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PostgreSQL server is killed under load, and comes back. Who sends again what was not
 * acknowledged, by the same client id, loses and doubles nothing.
 */
class PostgresqlKillTest {

  private static final int ROUNDS = 2;
  private static final int SENDERS = 4;
  private static final int ENOUGH = 100;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EmbeddedPostgres server;
  private int port;
  private TestStore test;

  private final AtomicBoolean sending = new AtomicBoolean(true);
  private final AtomicInteger acknowledgements = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    start();
    test =
        PostgresqlDatabase.open(
            "jdbc:postgresql://localhost:" + port + "/postgres", InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    sending.set(false);
    test.close();
    server.close();
  }

  private void start() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(folder.resolve("data"))
            .setCleanDataDirectory(false)
            .start();
  }

  private void kill() throws Exception {
    Path file = folder.resolve("data").resolve("postmaster.pid");
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    await().atMost(LONG).until(() -> test.store.outage().isPresent());
    assertThatThrownBy(() -> test.store.after(EVERYONE, new MessageId(0), 1))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE));
    server.close();
  }

  @Test
  void nothingAcknowledgedIsLostOrDoubled() throws Exception {
    List<CompletableFuture<List<Message>>> senders =
        IntStream.range(0, SENDERS)
            .mapToObj(sender -> CompletableFuture.supplyAsync(() -> send("user" + sender)))
            .toList();
    for (int round = 0; round < ROUNDS; round++) {
      int before = acknowledgements.get();
      await().atMost(LONG).until(() -> acknowledgements.get() >= before + ENOUGH);
      kill();
      start();
      await().atMost(LONG).until(() -> test.store.outage().isEmpty());
    }
    int before = acknowledgements.get();
    await().atMost(LONG).until(() -> acknowledgements.get() >= before + ENOUGH);
    sending.set(false);

    List<Message> stored = new ArrayList<>(test.store.after(EVERYONE, new MessageId(0), 1_000_000));
    for (int sender = 0; sender < SENDERS; sender++) {
      List<Message> acknowledged = get(senders.get(sender));
      String id = "user" + sender;
      assertThat(test.store.after(EVERYONE, new MessageId(0), 1_000_000))
          .filteredOn(message -> message.senderId().equals(id))
          .isEqualTo(acknowledged);
    }
    assertThat(stored).extracting(Message::id).isSorted().doesNotHaveDuplicates();
  }

  /** Sends one after the other, each until it is acknowledged. */
  private List<Message> send(String sender) {
    List<Message> acknowledged = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; sending.get(); i++) {
      String clientId = "c" + i;
      Message stored = null;
      while (stored == null) {
        stored = tried(sender, clientId);
      }
      acknowledged.add(stored);
      acknowledgements.incrementAndGet();
    }
    return acknowledged;
  }

  private Message tried(String sender, String clientId) {
    try {
      return get(test.append(sender, "content of " + clientId, clientId)).message();
    } catch (EngineException unavailable) {
      assertThat(unavailable.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
      Thread.onSpinWait();
      return null;
    }
  }
}
