package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {

  @Test
  void theFirstTryIsAtOnceAndEachPauseTwiceTheOneBefore() {
    Pause pause = new Pause(0);
    assertThat(triesWithin(pause, Duration.ZERO, Duration.ofSeconds(1))).isEqualTo(4);
    assertThat(triesWithin(pause, Duration.ofSeconds(1), Duration.ofMinutes(1))).isEqualTo(6);
    assertThat(triesWithin(pause, Duration.ofHours(1), Duration.ofHours(2))).isEqualTo(60);
  }

  private static int triesWithin(Pause pause, Duration from, Duration to) {
    int tries = 0;
    for (Duration now = from; now.compareTo(to) < 0; now = now.plusMillis(20)) {
      tries += pause.isOver(now.toNanos()) ? 1 : 0;
    }
    return tries;
  }
}
