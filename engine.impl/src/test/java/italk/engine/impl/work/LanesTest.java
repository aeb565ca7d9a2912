package italk.engine.impl.work;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LanesTest {

  private record Item(String key, int producer, int number) {}

  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aKeyThatIsHeldUpDoesNotHoldUpAnother() throws Exception {
    AtomicReference<Runnable> held = new AtomicReference<>();
    CountDownLatch other = new CountDownLatch(1);
    Lanes<String, String> lanes =
        new Lanes<>(
            executor,
            (item, done) -> {
              if (item.equals("held")) {
                held.set(done);
              } else {
                other.countDown();
                done.run();
              }
            });

    lanes.submit("a", "held");
    lanes.submit("b", "free");

    assertThat(other.await(5, SECONDS)).isTrue();
    soon().until(() -> held.get() != null && lanes.size() == 1);
    held.get().run();
    soon().until(() -> lanes.size() == 0);
  }

  /**
   * Lanes come and go all the time here: an item may be added at the moment in which its lane is
   * dropped, which must neither lose it nor make a second lane of the same key run beside the
   * first.
   */
  @Test
  void underManyThreadsEachKeyKeepsItsOrderAndRunsOnceAtATimeAndIdleLanesAreDropped()
      throws Exception {
    int keys = 3;
    int producers = 6;
    int each = 30_000;
    Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    Map<String, int[]> last = new ConcurrentHashMap<>();
    for (int key = 0; key < keys; key++) {
      inside.put("k" + key, new AtomicInteger());
      last.put("k" + key, new int[producers]);
    }
    AtomicInteger handled = new AtomicInteger();
    AtomicBoolean wrong = new AtomicBoolean();
    Lanes<String, Item> lanes =
        new Lanes<>(
            executor,
            (item, done) -> {
              if (inside.get(item.key).incrementAndGet() != 1
                  || last.get(item.key)[item.producer] >= item.number) {
                wrong.set(true);
              }
              last.get(item.key)[item.producer] = item.number;
              Runnable end =
                  () -> {
                    inside.get(item.key).decrementAndGet();
                    handled.incrementAndGet();
                    done.run();
                  };
              if (item.number % 100 == 0) {
                executor.execute(end);
              } else {
                end.run();
              }
            });

    Crowd.of(
        producers,
        producer -> {
          for (int i = 1; i <= each; i++) {
            String key = "k" + i % keys;
            lanes.submit(key, new Item(key, producer, i));
            if (i % 50 == 0) {
              Thread.yield(); // Lets lanes run dry, so that they are dropped and made again.
            }
          }
        });

    soon().until(() -> handled.get() == producers * each && lanes.size() == 0);
    assertThat(wrong).isFalse();
  }

  @Test
  void manyKeysLeaveNoLaneBehind() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    Lanes<Integer, Integer> lanes =
        new Lanes<>(
            executor,
            (item, done) -> {
              handled.incrementAndGet();
              done.run();
            });

    Crowd.of(
        4,
        number -> {
          for (int i = 0; i < 20_000; i++) {
            lanes.submit(i % 1_000, i);
          }
        });

    soon().until(() -> handled.get() == 80_000 && lanes.size() == 0);
  }
}
