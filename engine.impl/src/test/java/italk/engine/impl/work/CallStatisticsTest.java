package italk.engine.impl.work;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallStatisticsTest {

  private static final long NOT_SAMPLED = Long.MIN_VALUE;

  private final CallStatistics statistics = new CallStatistics();

  @Test
  void theFirstCallAndFewOfTheOthersAreTimedAndAllAreCounted() throws Exception {
    statistics.ends(statistics.begins(), 0);
    assertThat(statistics.mean()).as("who is seldom called has a time, too").isPositive();

    AtomicInteger timed = new AtomicInteger();
    Crowd.of(
        4,
        number -> {
          for (int i = 0; i < 25_000; i++) {
            if (statistics.begins() != NOT_SAMPLED) {
              timed.incrementAndGet();
            }
          }
        });
    assertThat(statistics.calls()).isEqualTo(100_001);
    assertThat(timed.get()).as("one of 64").isBetween(500, 5_000);
  }

  @Test
  void theMeanIsOfTheSampleAndTheLongestOfAllThatIsKnown() {
    statistics.took(100);
    statistics.took(300);
    statistics.ends(NOT_SAMPLED, 0);
    assertThat(statistics.longest()).isEqualTo(Duration.ofNanos(300));
    statistics.ends(NOT_SAMPLED, 9_000_000);
    assertThat(statistics.mean()).isEqualTo(Duration.ofNanos(200));
    assertThat(statistics.longest()).isEqualTo(Duration.ofMillis(9));
    statistics.isLate(Duration.ofMillis(500));
    assertThat(statistics.longest()).isEqualTo(Duration.ofMillis(500));
    assertThat(statistics.mean()).isEqualTo(Duration.ofNanos(200));
  }
}
