package italk.engine.impl.work;

import static italk.engine.impl.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import italk.engine.impl.work.Deadlines.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlinesTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);

  private final Ticker ticker = new Ticker("test-clock");
  private final Deadlines deadlines = new Deadlines(ticker);
  private final AtomicInteger late = new AtomicInteger();

  @AfterEach
  void stop() {
    ticker.close();
  }

  @Test
  void whatReturnsInTimeIsTheResult() {
    Outcome<String> outcome = deadlines.call(() -> "yes", PLENTY, late::incrementAndGet);

    assertThat(outcome.result()).isEqualTo("yes");
    assertThat(outcome.thrown()).isNull();
    assertThat(outcome.givenUp()).isFalse();
    assertThat(late).hasValue(0);
  }

  @Test
  void whatIsThrownIsToldWhateverItIs() {
    IOException checked = new IOException("on purpose");
    Outcome<String> outcome =
        deadlines.call(
            () -> {
              throw checked;
            },
            PLENTY,
            late::incrementAndGet);
    assertThat(outcome.thrown()).isSameAs(checked);

    assertThat(deadlines.call(DeadlinesTest::endless, PLENTY, late::incrementAndGet).thrown())
        .isInstanceOf(StackOverflowError.class);
    assertThat(late).hasValue(0);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int endless() {
    return endless() + 1;
  }

  @Test
  void aLateCallIsInterruptedAndToldToBeLateOnce() {
    Outcome<String> outcome =
        deadlines.call(
            () -> {
              new CountDownLatch(1).await();
              return "never";
            },
            Duration.ofMillis(20),
            late::incrementAndGet);

    assertThat(outcome).isEqualTo(new Outcome<>(null, null, true, 0));
    assertThat(late).hasValue(1);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aCallThatIgnoresItsInterruptIsGivenUpInTimeAndItsAnswerCountsForNothing() {
    CountDownLatch givenUp = new CountDownLatch(1);
    long begin = System.nanoTime();
    Outcome<String> outcome =
        deadlines.call(
            () -> {
              while (givenUp.getCount() > 0) {
                Thread.onSpinWait();
              }
              return "too late";
            },
            Duration.ofMillis(30),
            givenUp::countDown);

    assertThat(outcome).isEqualTo(new Outcome<>(null, null, true, 0));
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(30), Duration.ofSeconds(5));
  }

  @Test
  void anInterruptOfTheHooksOwnDoesNotReachTheNextCall() {
    deadlines.call(
        () -> {
          Thread.currentThread().interrupt();
          return "";
        },
        PLENTY,
        late::incrementAndGet);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /**
   * Calls that end just when their time is up: each is either in time or given up, told so once,
   * and no interrupt that was meant for one hits what the thread does next.
   */
  @Test
  void atTheVeryDeadlineExactlyOneOfTheTwoHappensAndNoInterruptLeaks() throws Exception {
    AtomicInteger inTime = new AtomicInteger();
    AtomicInteger givenUp = new AtomicInteger();
    Crowd.of(
        4,
        number -> {
          for (int round = 0; round < 150; round++) {
            AtomicInteger told = new AtomicInteger();
            long limit = TimeUnit.MILLISECONDS.toNanos(4) + round * 20_000L;
            long end = System.nanoTime() + limit + TimeUnit.MILLISECONDS.toNanos(round % 6);
            Outcome<String> outcome =
                deadlines.call(
                    () -> {
                      while (System.nanoTime() - end < 0) {
                        LockSupport.parkNanos(50_000);
                      }
                      return "answer";
                    },
                    Duration.ofNanos(limit),
                    told::incrementAndGet);
            assertThat(Thread.interrupted()).as("round %s", round).isFalse();
            if (outcome.givenUp()) {
              givenUp.incrementAndGet();
              assertThat(outcome.result()).isNull();
              soon().until(() -> told.get() == 1);
            } else {
              inTime.incrementAndGet();
              assertThat(outcome.result()).isEqualTo("answer");
              assertThat(told).hasValue(0);
            }
            late.addAndGet(told.get());
          }
        });

    assertThat(inTime.get() + givenUp.get()).isEqualTo(600);
    assertThat(late).hasValue(givenUp.get());
    assertThat(inTime).as("the test means nothing where all are late").hasPositiveValue();
    assertThat(givenUp).as("the test means nothing where none is late").hasPositiveValue();
  }

  @Test
  void whatFailsForOneLateCallDoesNotKeepTheOthersFromBeingGivenUp() throws Exception {
    Crowd.of(
        4,
        number -> {
          Outcome<String> outcome =
              deadlines.call(
                  () -> {
                    new CountDownLatch(1).await(5, TimeUnit.SECONDS);
                    return "never interrupted";
                  },
                  Duration.ofMillis(20 + 10L * number),
                  () -> {
                    late.incrementAndGet();
                    if (number % 2 == 0) {
                      throw new OutOfMemoryError("on purpose: no thread can be made");
                    }
                  });
          assertThat(outcome.givenUp()).isTrue();
        });
    soon().until(() -> late.get() == 4);
  }
}
