package italk.ext.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Memory has a bound, and threads at the same time count as one would. */
class AllowancesTest {

  private final TestTime time = new TestTime();

  @Test
  void memory_is_bounded_for_any_number_of_users() {
    Allowances allowances = new Allowances(limits(10), time::nanoTime);

    for (int user = 0; user < 3 * Allowances.MAX_USERS; user++) {
      allowances.use("user" + user);
    }

    assertThat(allowances.size()).isLessThanOrEqualTo(Allowances.MAX_USERS + 1);
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
    Limits few = limits(100);
    Limits more = limits(150);
    Allowances allowances = new Allowances(few, time::nanoTime);
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try {
      List<Future<Integer>> senders = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        senders.add(
            threads.submit(
                () -> {
                  int passed = 0;
                  for (int i = 0; i < 2_000; i++) {
                    passed += allowances.use("alice").isEmpty() ? 1 : 0;
                  }
                  return passed;
                }));
      }
      threads.submit(() -> allowances.change(more)).get(10, TimeUnit.SECONDS);
      int passed = 0;
      for (Future<Integer> sender : senders) {
        passed += sender.get(10, TimeUnit.SECONDS);
      }

      assertThat(passed).isEqualTo(150);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Limits limits(int burst) {
    return new Limits(burst, 60, Duration.ofSeconds(60));
  }
}
