package italk.ext.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Memory has a bound, and threads at the same time count as one would. */
class AllowancesTest {

  private final TestTime time = new TestTime();

  @Test
  void memory_is_bounded_for_a_million_users() {
    Allowances allowances = new Allowances(limits(10), time::nanoTime);

    for (int user = 0; user < 1_000_000; user++) {
      allowances.use("user" + user);
    }

    assertThat(allowances.size()).isLessThanOrEqualTo(Allowances.MAX_COUNTED + 1);
  }

  @Test
  void users_who_regained_everything_cost_nothing() {
    Allowances allowances = new Allowances(limits(10), time::nanoTime);
    for (int user = 0; user < 1_000; user++) {
      allowances.use("user" + user);
    }
    time.pass(Duration.ofSeconds(11));

    assertThat(allowances.used()).isEmpty();
    // Whatever is done next lets go of a part of those who are due.
    for (int i = 0; i < 100; i++) {
      allowances.use("somebody");
    }
    assertThat(allowances.size()).isEqualTo(1);
  }

  @Test
  void what_is_restored_is_what_was_used_less_what_came_back() {
    Allowances before = new Allowances(limits(10), time::nanoTime);
    for (int i = 0; i < 7; i++) {
      before.use("alice");
    }
    before.use("bob");
    Allowances after = new Allowances(limits(10), time::nanoTime);

    after.restore(before.used(), Duration.ofSeconds(2));

    assertThat(after.used()).containsOnly(entry("alice", 5L));
  }

  @Test
  void threads_at_the_same_time_get_no_more_than_the_burst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 500; round++) {
        assertThat(passedWhileTheBurstGrows(threads, limits(100), limits(150)))
            .as("round %d", round)
            .isEqualTo(150);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Four threads try before, during and after the change; the clock stands still. */
  private int passedWhileTheBurstGrows(ExecutorService threads, Limits few, Limits more)
      throws Exception {
    Allowances allowances = new Allowances(few, time::nanoTime);
    AtomicBoolean changed = new AtomicBoolean();
    CountDownLatch trying = new CountDownLatch(4);
    List<Future<Integer>> senders = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      senders.add(
          threads.submit(
              () -> {
                int passed = 0;
                trying.countDown();
                for (int after = 0; after < 100; after += changed.get() ? 1 : 0) {
                  passed += allowances.use("alice").isEmpty() ? 1 : 0;
                }
                return passed;
              }));
    }
    assertThat(trying.await(10, TimeUnit.SECONDS)).isTrue();
    allowances.change(more);
    changed.set(true);
    int passed = 0;
    for (Future<Integer> sender : senders) {
      passed += sender.get(10, TimeUnit.SECONDS);
    }
    return passed;
  }

  private static Limits limits(int burst) {
    return new Limits(burst, 60, Duration.ofSeconds(60));
  }
}
