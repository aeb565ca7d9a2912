package italk.engine.impl.work;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TickerTest {

  private static final Duration OFTEN = Duration.ofMillis(1);

  @Test
  void goesOnAfterATaskThatThrowsWhateverItThrows() throws Exception {
    try (Ticker ticker = new Ticker("test-clock")) {
      CountDownLatch runs = new CountDownLatch(4);
      ticker.every(
          OFTEN,
          () -> {
            runs.countDown();
            if (runs.getCount() % 2 == 0) {
              throw new IllegalStateException("on purpose");
            }
            throw new OutOfMemoryError("on purpose");
          });

      assertThat(runs.await(5, SECONDS)).isTrue();
    }
  }

  @Test
  void aCancelledTaskIsNotRunAgain() throws Exception {
    try (Ticker ticker = new Ticker("test-clock")) {
      AtomicInteger runs = new AtomicInteger();
      Future<?> task = ticker.every(OFTEN, runs::incrementAndGet);
      soon().until(() -> runs.get() > 0);

      task.cancel(false);
      CountDownLatch later = new CountDownLatch(5);
      ticker.every(OFTEN, later::countDown);
      assertThat(later.await(5, SECONDS)).isTrue();
      int then = runs.get();
      CountDownLatch evenLater = new CountDownLatch(5);
      ticker.every(OFTEN, evenLater::countDown);
      assertThat(evenLater.await(5, SECONDS)).isTrue();
      assertThat(runs).hasValue(then);
    }
  }

  @Test
  void itsThreadHasItsNameAndEndsWithIt() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    try (Ticker ticker = new Ticker("test-clock")) {
      ticker.every(OFTEN, () -> thread.set(Thread.currentThread()));
      soon().until(() -> thread.get() != null);
    }
    thread.get().join(5_000);

    assertThat(thread.get().getName()).isEqualTo("test-clock");
    assertThat(thread.get().isAlive()).isFalse();
  }
}
