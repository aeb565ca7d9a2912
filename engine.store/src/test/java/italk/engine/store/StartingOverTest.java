package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.store.StoreTransaction.Appended;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch runs again only where one of it has failed and left something behind. */
class StartingOverTest {

  @TempDir Path folder;
  private TestStore test;
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    test = TestStore.open(folder);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aWriteThatFailsBeforeItChangedAnythingCostsItsNeighboursNothing() {
    CountDownLatch release = test.block();
    CompletableFuture<Appended> neighbour = counted("neighbour");
    CompletableFuture<Void> failing =
        test.write(
            transaction -> {
              assertThat(transaction.user("nobody")).isEmpty();
              throw new IllegalArgumentException("no such user");
            });
    release.countDown();

    assertThatThrownBy(() -> get(failing)).hasMessage("no such user");
    get(neighbour);
    assertThat(runs).hasValue(1);
  }

  @Test
  void theOthersOfABatchThatRunsAgainAreStoredOnceAndInOrder() {
    CountDownLatch release = test.block();
    CompletableFuture<Appended> before = counted("before");
    CompletableFuture<Void> failing =
        test.write(
            transaction -> {
              transaction.append(EVERYONE, user("alice"), "lost", Optional.empty());
              throw new IllegalArgumentException("changed its mind");
            });
    CompletableFuture<Appended> after = counted("after");
    release.countDown();

    assertThatThrownBy(() -> get(failing)).hasMessage("changed its mind");
    assertThat(get(before).message().id()).isLessThan(get(after).message().id());
    assertThat(runs).as("before twice, after once").hasValue(3);
    assertThat(test.store.after(EVERYONE, new MessageId(0), 10))
        .as("with the ids that were told")
        .containsExactly(get(before).message(), get(after).message())
        .extracting(Message::content)
        .containsExactly("before", "after");
  }

  private CompletableFuture<Appended> counted(String content) {
    return test.write(
        transaction -> {
          runs.incrementAndGet();
          return transaction.append(EVERYONE, user("alice"), content, Optional.empty());
        });
  }
}
