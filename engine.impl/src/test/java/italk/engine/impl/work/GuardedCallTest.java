package italk.engine.impl.work;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GuardedCallTest {

  @Test
  void beforeItsDeadlineItIsNotGivenUp() {
    AtomicInteger late = new AtomicInteger();
    GuardedCall call = new GuardedCall(100, late::incrementAndGet);

    assertThat(call.giveUpIfLate(99)).isFalse();
    assertThat(call.end()).isTrue();
    assertThat(call.giveUpIfLate(100)).isFalse();
    assertThat(late).hasValue(0);
  }

  @Test
  void theClockMayOverflow() {
    GuardedCall call = new GuardedCall(Long.MAX_VALUE + 10, () -> {});

    assertThat(call.giveUpIfLate(Long.MAX_VALUE)).isFalse();
    assertThat(call.giveUpIfLate(Long.MIN_VALUE + 9)).isTrue();
    assertThat(call.end()).isFalse();
  }

  /**
   * The call ends in the moment in which it is given up: one of the two wins, and once {@code end}
   * has returned no interrupt can arrive any more.
   */
  @Test
  void endingAndGivingUpAtOnceIsDecidedOnceAndLeavesNoInterruptBehind() throws Exception {
    int rounds = 100_000;
    AtomicReference<GuardedCall> current = new AtomicReference<>();
    AtomicInteger late = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    Crowd.of(
        2,
        number -> {
          if (number == 1) {
            for (int seen = 0; seen < rounds; ) {
              GuardedCall call = current.getAndSet(null);
              if (call != null) {
                seen++;
                call.giveUpIfLate(0);
              }
            }
            return;
          }
          for (int round = 0; round < rounds; round++) {
            GuardedCall call = new GuardedCall(0, late::incrementAndGet);
            current.set(call);
            while (current.get() != null) {
              Thread.onSpinWait();
            }
            for (int i = 0; i < round % 50; i++) {
              Thread.onSpinWait(); // So that now the one is first, now the other.
            }
            lost.addAndGet(call.end() ? 0 : 1);
            for (int i = 0; i < 20; i++) {
              if (Thread.interrupted()) {
                throw new AssertionError("An interrupt came after the end, in round " + round);
              }
            }
          }
        });

    assertThat(late).hasValue(lost.get());
    assertThat(lost.get()).as("both outcomes have to be met").isBetween(1, rounds - 1);
  }
}
