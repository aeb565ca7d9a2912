package italk.engine.impl.hook;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FenceTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Test
  void lettingInUntilItIsClosedAndEmptyWhenTheLastHasLeft() throws Exception {
    Fence fence = new Fence();
    assertThat(fence.enter()).isTrue();
    assertThat(fence.enter()).isTrue();
    fence.leave();
    assertThat(fence.isEmpty()).as("open").isFalse();

    fence.close();
    assertThat(fence.enter()).isFalse();
    assertThat(fence.isEmpty()).as("one is inside").isFalse();
    assertThat(fence.awaitEmpty(Duration.ofMillis(5))).isFalse();

    fence.leave();
    assertThat(fence.isEmpty()).isTrue();
    assertThat(fence.enter()).isFalse();
    assertThat(fence.awaitEmpty(Duration.ZERO)).isTrue();
  }

  @Test
  void closedWhileNobodyIsInsideItIsEmptyAtOnceAndClosingAgainChangesNothing() {
    Fence fence = new Fence();
    fence.close();
    fence.close();

    assertThat(fence.isEmpty()).isTrue();
  }

  /** Once it says empty, nobody is inside and nobody gets in. */
  @Test
  void emptyMeansEmptyHoweverManyComeWhileItCloses() throws Exception {
    for (int round = 0; round < 500; round++) {
      Fence fence = new Fence();
      AtomicInteger inside = new AtomicInteger();
      AtomicBoolean emptied = new AtomicBoolean();
      AtomicBoolean wrong = new AtomicBoolean();
      Crowd.of(
          5,
          number -> {
            if (number == 0) {
              fence.close();
              assertThat(fence.awaitEmpty(LIMIT)).isTrue();
              emptied.set(true);
              assertThat(inside).hasValue(0);
              return;
            }
            for (int i = 0; i < 50; i++) {
              if (fence.enter()) {
                inside.incrementAndGet();
                if (emptied.get()) {
                  wrong.set(true);
                }
                inside.decrementAndGet();
                fence.leave();
              }
            }
          });
      assertThat(wrong).isFalse();
    }
  }
}
