package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.assertUnavailable;
import static italk.engine.store.TestStore.awaited;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.store.StoreTransaction;
import italk.engine.api.store.StoreTransaction.Appended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes share commits, and nothing else: neither failures nor each other's fate. */
class GroupCommitTest {

  private static final MessageId LEAST = new MessageId(0);

  @TempDir Path folder;
  private final ObservedDataSource source = new ObservedDataSource();
  private TestStore test;

  @BeforeEach
  void open() throws Exception {
    open(TestOptions.DEFAULT);
  }

  private void open(TestOptions options) throws Exception {
    if (test != null) {
      test.close();
    }
    test = TestStore.open(folder, source, options);
    source.commits.set(0);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aThousandConcurrentWritesShareFewCommits() {
    ExecutorService senders = Executors.newFixedThreadPool(50);
    try {
      List<CompletableFuture<Appended>> sent =
          IntStream.range(0, 1_000)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                              () -> test.append("alice", "m" + i, null), senders)
                          .thenCompose(stored -> stored))
              .toList();
      sent.forEach(TestStore::get);
    } finally {
      senders.shutdown();
    }
    assertThat(source.commits.get()).isBetween(1, 500);
    assertThat(test.store.after(EVERYONE, LEAST, 2_000)).hasSize(1_000);
  }

  @Test
  void whatWaitsTogetherIsOneCommitOfAtMostTheBatch() throws Exception {
    open(new TestOptions(1_000, 100));
    CountDownLatch release = test.block();
    List<CompletableFuture<Appended>> sent =
        IntStream.range(0, 250).mapToObj(i -> test.append("alice", "m" + i, null)).toList();
    release.countDown();
    sent.forEach(TestStore::get);

    assertThat(source.commits.get()).isEqualTo(1 + 3);
  }

  @Test
  void writesCompleteInTheOrderOfTheCallsOnTheWriterThread() {
    CountDownLatch release = test.block();
    List<Integer> completed = Collections.synchronizedList(new ArrayList<>());
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      sent.add(
          test.append("alice", "m" + i, null)
              .thenAccept(
                  appended -> {
                    completed.add(number);
                    threads.add(Thread.currentThread().getName());
                  }));
    }
    release.countDown();
    sent.forEach(TestStore::get);

    assertThat(completed).isEqualTo(IntStream.range(0, 100).boxed().toList());
    assertThat(threads).containsOnly("italk-store-writer");
  }

  @Test
  void aWriteThatFailsIsUndoneAndItsNeighboursAreNot() {
    CountDownLatch release = test.block();
    CompletableFuture<Appended> before = test.append("alice", "before", null);
    CompletableFuture<Void> failing =
        test.write(
            transaction -> {
              transaction.save(user("nobody"));
              transaction.append(EVERYONE, user("nobody"), "lost", Optional.of("c"));
              throw new IllegalArgumentException("changed its mind");
            });
    CompletableFuture<Void> erring =
        test.write(
            transaction -> {
              transaction.save(user("nobody"));
              throw new StackOverflowError("an error, too");
            });
    CompletableFuture<Appended> after = test.append("alice", "after", null);
    release.countDown();

    assertThatThrownBy(() -> get(failing)).hasMessage("changed its mind");
    assertThatThrownBy(() -> get(erring)).hasRootCauseInstanceOf(StackOverflowError.class);
    assertThat(get(before).message().id()).isLessThan(get(after).message().id());
    assertThat(source.commits.get()).as("the same commit").isEqualTo(2);
    assertThat(test.store.user("nobody")).isEmpty();
    assertThat(test.store.after(EVERYONE, LEAST, 10))
        .extracting(Message::content)
        .containsExactly("before", "after");
    assertThat(get(test.append("nobody", "now", "c")).repeated()).isFalse();
  }

  @Test
  void aClientIdThatIsSentTwiceInOneCommitIsStoredOnce() {
    CountDownLatch release = test.block();
    CompletableFuture<Appended> first = test.append("alice", "one", "c1");
    CompletableFuture<Appended> second = test.append("alice", "two", "c1");
    release.countDown();

    assertThat(get(first).repeated()).isFalse();
    assertThat(get(second)).isEqualTo(new Appended(get(first).message(), true));
    assertThat(test.store.after(EVERYONE, LEAST, 10)).hasSize(1);
  }

  @Test
  void aTransactionIsOfNoUseAfterItsWrite() {
    StoreTransaction kept = get(test.write(transaction -> transaction));

    assertThatThrownBy(() -> kept.user("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("until StoreWrite.run returns");
  }

  @Test
  void aFullQueueRefusesSoonAndTakesAgainWhenThereIsRoom() throws Exception {
    open(new TestOptions(2, 1));
    CountDownLatch release = test.block();
    CompletableFuture<Appended> first = test.append("alice", "one", null);
    CompletableFuture<Appended> second = test.append("alice", "two", null);
    long start = System.nanoTime();
    CompletableFuture<Appended> third = test.append("alice", "three", null);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertUnavailable(third, "2 changes wait");
    assertThat(took).isLessThan(Duration.ofSeconds(2));
    release.countDown();
    get(first);
    get(second);
    get(test.append("alice", "four", null));
    assertThat(test.store.after(EVERYONE, LEAST, 10))
        .extracting(Message::content)
        .containsExactly("one", "two", "four");
  }

  @Test
  void closingCommitsWhatWaitsAndRefusesWhatComes() throws Exception {
    CountDownLatch release = test.block();
    List<CompletableFuture<Appended>> waiting =
        IntStream.range(0, 500).mapToObj(i -> test.append("alice", "m" + i, null)).toList();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(test::close);
    release.countDown();
    get(closing);

    assertThat(waiting).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
    assertClosed(() -> get(test.append("alice", "late", null)));
    assertClosed(() -> test.store.user("alice"));
    test = TestStore.open(folder);
    assertThat(test.store.after(EVERYONE, LEAST, 1_000)).hasSize(500);
  }

  @Test
  void whoWritesWhileTheStoreClosesIsToldEitherWay() throws Exception {
    for (int round = 0; round < 10; round++) {
      TestStore closing = test;
      List<CompletableFuture<Appended>> sent = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  sent.add(closing.append("alice", "m", null));
                  begun.countDown();
                }
              });
      awaited(begun);
      closing.close();
      get(sending);
      sent.forEach(TestStore::settled);
      long acknowledged = sent.stream().filter(s -> !s.isCompletedExceptionally()).count();
      test = TestStore.open(folder);
      assertThat(test.store.after(EVERYONE, LEAST, 100_000)).hasSize((int) acknowledged);
      test.close();
      Files.delete(TestStore.file(folder));
      test = TestStore.open(folder);
    }
  }

  @Test
  void manyReadWhileOneWrites() {
    AtomicBoolean writing = new AtomicBoolean(true);
    List<CompletableFuture<Integer>> readers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          int seen = 0;
                          while (writing.get()) {
                            List<Message> all = test.store.after(EVERYONE, LEAST, 10_000);
                            assertThat(all.size()).isGreaterThanOrEqualTo(seen);
                            assertThat(all).extracting(Message::id).isSorted();
                            seen = all.size();
                          }
                          return seen;
                        }))
            .toList();
    for (int i = 0; i < 200; i++) {
      Message said = test.say(EVERYONE, "m" + i);
      assertThat(test.store.before(EVERYONE, new MessageId(Long.MAX_VALUE), 1))
          .as("what was acknowledged is read")
          .containsExactly(said);
    }
    writing.set(false);
    readers.forEach(TestStore::get);
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
  }
}
