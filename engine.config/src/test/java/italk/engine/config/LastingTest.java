package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastingTest {

  private long nanoTime = Long.MAX_VALUE - 5;
  private final Lasting lasting = new Lasting(Duration.ofNanos(10), () -> nanoTime);

  @Test
  void letsThroughWhatHasBeenThereForLongEnough() {
    assertThat(lasting.of(List.of("a"))).isEmpty();
    nanoTime += 9;
    assertThat(lasting.of(List.of("a", "b"))).isEmpty();
    nanoTime += 1;
    assertThat(lasting.of(List.of("a", "b"))).containsExactly("a");
    nanoTime += 9;
    assertThat(lasting.of(List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void beginsAnewWhereItWasGoneForAMoment() {
    lasting.of(List.of("a"));
    nanoTime += 9;
    lasting.of(List.of());
    nanoTime += 9;
    assertThat(lasting.of(List.of("a"))).isEmpty();
    nanoTime += 10;
    assertThat(lasting.of(List.of("a"))).containsExactly("a");
  }
}
