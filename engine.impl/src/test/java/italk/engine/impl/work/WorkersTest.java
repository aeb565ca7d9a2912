package italk.engine.impl.work;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {

  private final Ticker ticker = new Ticker("test-clock");
  private final Workers workers = new Workers("test-worker", 2, ticker);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    workers.close();
    ticker.close();
  }

  private void block(Workers workers, int tasks, CountDownLatch begun) {
    for (int i = 0; i < tasks; i++) {
      workers.execute(
          () -> {
            begun.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  @Test
  void blockedTasksDoNotKeepOthersFromRunningAndThePoolShrinksAfterwards() throws Exception {
    int blocked = 40;
    CountDownLatch begun = new CountDownLatch(blocked);
    block(workers, blocked, begun);
    assertThat(begun.await(10, SECONDS)).as("all %s run though the pool has 2", blocked).isTrue();

    CountDownLatch others = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      workers.execute(others::countDown);
    }
    assertThat(others.await(5, SECONDS)).isTrue();
    assertThat(workers.getPoolSize()).isGreaterThan(blocked);

    release.countDown();
    soon().until(() -> workers.getPoolSize() <= 2 && workers.getMaximumPoolSize() == 2);
    CountDownLatch again = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      workers.execute(again::countDown);
    }
    assertThat(again.await(5, SECONDS)).isTrue();
  }

  @Test
  void lendsNoMoreThanItsBound() throws Exception {
    try (Workers many = new Workers("test-worker", 64, ticker)) {
      CountDownLatch begun = new CountDownLatch(64 + 256);
      block(many, 340, begun);

      assertThat(begun.await(10, SECONDS)).isTrue();
      assertThat(many.getPoolSize()).isEqualTo(64 + 256);
      assertThat(many.getQueue()).hasSize(20);
      release.countDown();
    }
  }

  @Test
  void aTaskThatThrowsDoesNotCostAThread() throws Exception {
    for (int i = 0; i < 20; i++) {
      workers.execute(
          () -> {
            throw new IllegalStateException("on purpose");
          });
    }
    CountDownLatch next = new CountDownLatch(2);
    workers.execute(next::countDown);
    workers.execute(next::countDown);

    assertThat(next.await(5, SECONDS)).isTrue();
    assertThat(workers.getPoolSize()).isLessThanOrEqualTo(2);
  }

  @Test
  void closedItInterruptsWhatRunsAndDropsTheRestWithoutAWord() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      workers.execute(
          () -> {
            begun.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
            }
          });
    }
    assertThat(begun.await(5, SECONDS)).isTrue();

    workers.close();
    workers.execute(ran::incrementAndGet);

    assertThat(workers.awaitTermination(5, SECONDS)).isTrue();
    assertThat(interrupted).hasValue(2);
    assertThat(ran).hasValue(0);
  }
}
