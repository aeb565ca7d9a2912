package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That changes are made one after the other, and that nobody waits for ever. */
class ChangeThreadTest {

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void stop() {
    go.countDown();
    callers.shutdownNow();
  }

  @Test
  void one_after_the_other() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    try (ChangeThread changes = new ChangeThread()) {
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(
            CompletableFuture.supplyAsync(
                () ->
                    changes.make(
                        () -> {
                          int beside = inside.getAndIncrement();
                          Thread.yield();
                          inside.decrementAndGet();
                          return beside;
                        }),
                callers));
      }
      for (CompletableFuture<Integer> each : all) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isZero();
      }
    }
  }

  @Test
  void who_comes_when_too_many_wait_is_told_so() throws Exception {
    try (ChangeThread changes = new ChangeThread()) {
      CompletableFuture<Integer> first = blocked(changes);
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  changes.soon(() -> {});
                }
              })
          .isInstanceOf(EngineException.class)
          .hasMessage("256 changes of users_management are waiting already.");
      go.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void a_store_that_hangs_keeps_neither_the_end_nor_those_who_wait() throws Exception {
    ChangeThread changes = new ChangeThread(Duration.ofMillis(10));
    CompletableFuture<Integer> hanging = blocked(changes);
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(() -> changes.make(() -> 2), callers);

    changes.close();

    assertThatThrownBy(() -> hanging.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    // Whether it had got in line before the end or not.
    assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(EngineException.class);
  }

  private CompletableFuture<Integer> blocked(ChangeThread changes) {
    return CompletableFuture.supplyAsync(
        () ->
            changes.make(
                () -> {
                  begun.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                  }
                  return 1;
                }),
        callers);
  }
}
