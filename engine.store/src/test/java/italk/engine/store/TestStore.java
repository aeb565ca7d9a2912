package italk.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.store.StoreTransaction;
import italk.engine.api.store.StoreTransaction.Appended;
import italk.engine.api.store.StoreWrite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A store without OSGi, with the words that the tests are written in. */
final class TestStore implements AutoCloseable {

  static final Instant THEN = Instant.parse("2026-11-22T10:00:00.123456Z");
  static final Conversation EVERYONE = Conversation.everyone();

  final SqlStore store;

  TestStore(SqlStore store) {
    this.store = store;
  }

  static TestStore open(Path folder) throws SQLException {
    return open(folder, InstantSource.system());
  }

  static TestStore open(Path folder, InstantSource clock) throws SQLException {
    return new TestStore(
        new SqlStore(
            file(folder), ObservedDataSource::plain, TestOptions.DEFAULT.injected(), clock));
  }

  static TestStore open(Path folder, ObservedDataSource source, TestOptions options)
      throws SQLException {
    return new TestStore(
        new SqlStore(file(folder), source::observed, options.injected(), InstantSource.system()));
  }

  static Path file(Path folder) {
    return folder.resolve("italk.db");
  }

  static User user(String id) {
    return new User(id, "User " + id, Metadata.EMPTY, THEN, false);
  }

  static Group group(String name, String... members) {
    Map<String, Group.Role> roles = new LinkedHashMap<>();
    for (String member : members) {
      roles.put(member, Group.Role.MEMBER);
    }
    return new Group(name, Group.Visibility.PUBLIC, Metadata.EMPTY, roles, THEN);
  }

  <T> CompletableFuture<T> write(StoreWrite<T> write) {
    return store.write(write).toCompletableFuture();
  }

  void save(User... users) {
    for (User user : users) {
      change(transaction -> transaction.save(user));
    }
  }

  void save(Group group) {
    change(transaction -> transaction.save(group));
  }

  void change(Consumer<StoreTransaction> change) {
    get(
        write(
            transaction -> {
              change.accept(transaction);
              return null;
            }));
  }

  CompletableFuture<Appended> append(String sender, String content, String clientId) {
    return append(EVERYONE, sender, content, clientId);
  }

  CompletableFuture<Appended> append(
      Conversation conversation, String sender, String content, String clientId) {
    return write(
        transaction ->
            transaction.append(conversation, user(sender), content, Optional.ofNullable(clientId)));
  }

  Message say(Conversation conversation, String content) {
    return get(append(conversation, "alice", content, null)).message();
  }

  /**
   * Keeps the writer busy until the latch is counted down, so that what follows shares a commit.
   */
  CountDownLatch block() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    write(
        transaction -> {
          running.countDown();
          return awaited(release);
        });
    awaited(running);
    return release;
  }

  static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException thrown
          ? thrown
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  static void assertUnavailable(CompletableFuture<?> write, String message) {
    assertThatThrownBy(() -> get(write))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
              assertThat(e.problem().retryAfter()).isPresent();
            })
        .hasMessageContaining(message);
  }

  static <T> CompletableFuture<T> settled(CompletableFuture<T> sent) {
    get(sent.handle((appended, failure) -> null));
    return sent;
  }

  @Override
  public void close() {
    store.close();
  }
}
