package italk.engine.impl.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.impl.hook.Health.Permit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  // Not zero: a clock has no particular beginning, and may be negative.
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger allowed = new AtomicInteger(3);
  private final Health health =
      new Health(allowed::get, () -> PAUSE, clock::get, changes::incrementAndGet);

  @Test
  void theLimitWithinTheWindowMakesItIll() {
    fail(2);
    assertThat(health.permit()).isEqualTo(Permit.ASK);
    fail(1);
    assertThat(health.permit()).isEqualTo(Permit.BYPASS);
    assertThat(health.isInQuarantine()).isTrue();
    assertThat(health.untilTried()).isEqualTo(PAUSE);
    assertThat(changes).hasValue(1);
  }

  @Test
  void whatIsLongAgoDoesNotCount() {
    for (int i = 0; i < 20; i++) {
      fail(1);
      pass(Health.WINDOW.dividedBy(2).plusMillis(1));
    }
    assertThat(health.isInQuarantine()).isFalse();
  }

  @Test
  void zeroIsNever() {
    allowed.set(0);
    fail(1_000);
    assertThat(health.permit()).isEqualTo(Permit.ASK);
  }

  @Test
  void oneCallIsLetThroughAfterThePauseAndProvesItHealthy() {
    fail(3);
    pass(PAUSE.minusNanos(1));
    assertThat(health.permit()).isEqualTo(Permit.BYPASS);
    pass(Duration.ofNanos(1));
    assertThat(health.permit()).isEqualTo(Permit.TRY);
    assertThat(health.permit()).isEqualTo(Permit.BYPASS);
    health.succeeded(Permit.TRY);
    assertThat(health.permit()).isEqualTo(Permit.ASK);
    assertThat(changes).hasValue(2);
    fail(2);
    assertThat(health.permit()).as("what was before is forgotten").isEqualTo(Permit.ASK);
  }

  @Test
  void eachRelapseDoublesThePauseUpToABound() {
    fail(3);
    Duration pause = PAUSE;
    for (int relapse = 1; relapse <= 8; relapse++) {
      pass(pause);
      assertThat(health.permit()).isEqualTo(Permit.TRY);
      health.failed(Permit.TRY);
      pause = PAUSE.multipliedBy(1L << Math.min(relapse, 5));
      assertThat(health.untilTried()).isEqualTo(pause);
    }
    assertThat(changes).as("still the same quarantine").hasValue(1);
  }

  @Test
  void aCallFromBeforeProvesNothing() {
    fail(3);
    health.succeeded(Permit.ASK);
    health.failed(Permit.ASK);
    assertThat(health.permit()).isEqualTo(Permit.BYPASS);
    assertThat(health.untilTried()).isEqualTo(PAUSE);
  }

  @Test
  void whoHangsIsIllAtOnceAndIsNotTriedBeforeItHasComeBack() {
    health.hangs(true);
    assertThat(health.isInQuarantine()).isTrue();
    assertThat(changes).hasValue(1);
    pass(PAUSE.multipliedBy(10));
    assertThat(health.permit()).isEqualTo(Permit.BYPASS);
    assertThat(health.isLeftAlone()).isTrue();

    health.hangs(false);
    assertThat(health.isLeftAlone()).isFalse();
    assertThat(health.permit()).isEqualTo(Permit.TRY);
  }

  @Test
  void whoHangsWhereQuarantineIsNeverIsNotIll() {
    allowed.set(0);
    health.hangs(true);
    assertThat(health.isInQuarantine()).isFalse();
  }

  @Test
  void aListenersFailuresCountTheSame() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(health.leftAloneFor()).isZero();
      assertThatThrownBy(
              () ->
                  health.watch(
                      () -> {
                        throw new StackOverflowError("on purpose");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
    assertThat(health.leftAloneFor()).isEqualTo(PAUSE);
    pass(PAUSE);
    assertThat(health.leftAloneFor()).isZero();
    health.watch(() -> {});
    assertThat(health.isInQuarantine()).isFalse();
  }

  @Test
  void ofManyThreadsOneTries() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 200; round++) {
        fail(3);
        pass(Duration.ofMinutes(10));
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
          threads.execute(
              () -> {
                if (health.permit() == Permit.TRY) {
                  tries.incrementAndGet();
                }
                ended.countDown();
              });
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tries).hasValue(1);
        health.succeeded(Permit.TRY);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      health.failed(Permit.ASK);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
