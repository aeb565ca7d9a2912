package italk.engine.impl.work;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.impl.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SerialQueueTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private <T> SerialQueue<T> queue(int bound, BiConsumer<T, Runnable> handler) {
    return new SerialQueue<>(executor, () -> bound, handler, () -> {});
  }

  private void remember(Integer item, Runnable done) {
    handled.add(item);
    done.run();
  }

  /** A queue whose first item is being handled until {@code release} is counted down. */
  private SerialQueue<Integer> busy(int bound, CountDownLatch release) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    SerialQueue<Integer> queue =
        queue(
            bound,
            (item, done) -> {
              begun.countDown();
              awaitUnchecked(release);
              remember(item, done);
            });
    queue.offer(0);
    assertThat(begun.await(5, SECONDS)).isTrue();
    return queue;
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await(10, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void handlesInTheOrderOfOffering() throws Exception {
    SerialQueue<Integer> queue = queue(10_000, this::remember);
    List<Integer> offered = IntStream.range(0, 10_000).boxed().toList();

    offered.forEach(queue::offer);

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).isEqualTo(offered);
  }

  @Test
  void eightProducersLoseNothingAndEachKeepsItsOrderWhileOneAtATimeIsHandled() throws Exception {
    int producers = 8;
    int each = 100_000;
    int[] last = new int[producers]; // Plain: it is only right where the queue hands memory over.
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean wrong = new AtomicBoolean();
    SerialQueue<int[]> queue =
        queue(
            Integer.MAX_VALUE,
            (item, done) -> {
              if (inside.incrementAndGet() != 1 || ++last[item[0]] != item[1]) {
                wrong.set(true);
              }
              inside.decrementAndGet();
              done.run();
            });

    Crowd.of(
        producers,
        producer -> {
          for (int i = 1; i <= each; i++) {
            queue.offer(new int[] {producer, i});
          }
        });

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(wrong).isFalse();
    assertThat(last).containsOnly(each);
  }

  @Test
  void anItemThatEndsElsewhereHoldsBackTheNextOne() throws Exception {
    BlockingQueue<Runnable> dones = new ArrayBlockingQueue<>(10);
    SerialQueue<Integer> queue =
        queue(
            10,
            (item, done) -> {
              handled.add(item);
              dones.add(done);
            });
    queue.offer(1);
    queue.offer(2);

    Runnable first = dones.poll(5, SECONDS);
    assertThat(queue.awaitQuiet(Duration.ofMillis(30))).isFalse();
    assertThat(handled).containsExactly(1);
    first.run();
    dones.poll(5, SECONDS).run();

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).containsExactly(1, 2);
  }

  @Test
  void endingAnItemTwiceDoesNotBeginTwo() throws Exception {
    BlockingQueue<Runnable> dones = new ArrayBlockingQueue<>(10);
    SerialQueue<Integer> queue =
        queue(
            10,
            (item, done) -> {
              handled.add(item);
              dones.add(done);
            });
    List.of(1, 2, 3).forEach(queue::offer);

    Runnable first = dones.poll(5, SECONDS);
    first.run();
    first.run();
    dones.poll(5, SECONDS);
    first.run();

    assertThat(queue.awaitQuiet(Duration.ofMillis(30))).isFalse();
    assertThat(handled).containsExactly(1, 2);
  }

  @Test
  void anItemThatWasEndedByAnotherThreadDoesNotWaitForTheThreadThatIsStuckInIt() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    SerialQueue<Integer> queue =
        queue(
            10,
            (item, done) -> {
              if (item == 1) {
                executor.execute(done);
                awaitUnchecked(stuck);
              } else {
                remember(item, done);
              }
            });

    queue.offer(1);
    queue.offer(2);

    soon().until(() -> handled.contains(2));
    stuck.countDown();
    queue.offer(3);
    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).containsExactly(2, 3);
  }

  @Test
  void itemsThatEndAnywhereAtAnyMomentAreHandledOneAfterTheOther() throws Exception {
    int items = 50_000;
    AtomicInteger open = new AtomicInteger();
    AtomicBoolean wrong = new AtomicBoolean();
    SerialQueue<Integer> queue =
        queue(
            items,
            (item, done) -> {
              if (!open.compareAndSet(0, 1)) {
                wrong.set(true);
              }
              handled.add(item);
              Runnable end =
                  () -> {
                    open.set(0);
                    done.run();
                  };
              if (item % 3 == 0) {
                end.run();
              } else {
                executor.execute(end); // Ends before or after the handler returns.
              }
            });

    IntStream.range(0, items).forEach(queue::offer);

    assertThat(queue.awaitQuiet(Duration.ofSeconds(10))).isTrue();
    assertThat(wrong).isFalse();
    assertThat(handled).isEqualTo(IntStream.range(0, items).boxed().toList());
  }

  @Test
  void pausedItBeginsNothingAndResumedItGoesOnWhereItWas() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    SerialQueue<Integer> queue = busy(10, release);
    queue.offer(1);
    queue.pause();
    assertThat(queue.awaitQuiet(Duration.ofMillis(20))).as("the one in hand goes on").isFalse();

    release.countDown();
    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    queue.offer(2);
    assertThat(handled).containsExactly(0);
    assertThat(queue.size()).isEqualTo(2);

    queue.resume();
    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).containsExactly(0, 1, 2);
  }

  @Test
  void pausingAndResumingManyTimesLosesNothing() throws Exception {
    int items = 20_000;
    SerialQueue<Integer> queue = queue(items, this::remember);

    Crowd.of(
        2,
        number -> {
          for (int i = 0; i < items; i++) {
            if (number == 0) {
              queue.offer(i);
            } else {
              queue.pause();
              queue.resume();
            }
          }
        });

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).isEqualTo(IntStream.range(0, items).boxed().toList());
  }

  @Test
  void onceQuietAndPausedNothingIsHandledAnyMore() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    SerialQueue<Integer> queue =
        queue(
            Integer.MAX_VALUE,
            (item, done) -> {
              inside.incrementAndGet();
              Thread.yield();
              inside.decrementAndGet();
              done.run();
            });
    AtomicBoolean end = new AtomicBoolean();
    Crowd.of(
        2,
        number -> {
          if (number == 0) {
            while (!end.get()) {
              queue.offer(1);
              if (queue.size() > 1_000) {
                Thread.yield();
              }
            }
          } else {
            try {
              for (int i = 0; i < 2_000; i++) {
                queue.pause();
                assertThat(queue.awaitQuiet(LIMIT)).isTrue();
                assertThat(inside).hasValue(0);
                queue.resume();
              }
            } finally {
              end.set(true);
            }
          }
        });
  }

  @Test
  void refusesWhatIsPastItsBoundAndTakesTheLastAllTheSame() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    SerialQueue<Integer> queue = busy(2, release);

    assertThat(queue.offer(1)).isTrue();
    assertThat(queue.offer(2)).isTrue();
    assertThat(queue.offer(3)).isFalse();
    assertThat(queue.offerLast(4)).isTrue();
    assertThat(queue.offerLast(5)).isFalse();
    release.countDown();

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(queue.offer(6)).as("closed by the last one").isFalse();
    assertThat(handled).containsExactly(0, 1, 2, 4);
  }

  @Test
  void discardForgetsWhatWaitsAndTakesNothingMore() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    SerialQueue<Integer> queue = busy(10, release);
    queue.offer(1);

    queue.discard();
    release.countDown();

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(queue.offer(2)).isFalse();
    assertThat(queue.offerLast(3)).isFalse();
    assertThat(handled).containsExactly(0);
    assertThat(queue.isIdle()).isTrue();
  }

  @Test
  void whoWaitsForQuietIsWokenByPausingAndByDiscarding() throws Exception {
    // An executor that never runs what it is given: only pause and discard can bring the quiet.
    List<Runnable> never = new ArrayList<>();
    SerialQueue<Integer> queue = new SerialQueue<>(never::add, () -> 10, this::remember, () -> {});
    queue.add(1);
    CompletableFuture<Boolean> paused = quietOf(queue);
    queue.pause();
    assertThat(paused.get(2, SECONDS)).isTrue();

    queue.resume();
    never.get(0).run();
    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    queue.add(2);
    CompletableFuture<Boolean> discarded = quietOf(queue);
    queue.discard();
    assertThat(discarded.get(2, SECONDS)).isTrue();
  }

  /** Begins to wait, and is certainly waiting when this returns. */
  private static CompletableFuture<Boolean> quietOf(SerialQueue<?> queue) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                result.complete(queue.awaitQuiet(Duration.ofSeconds(10)));
              } catch (InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    waiter.start();
    soon().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    return result;
  }

  @Test
  void aHandlerThatThrowsDoesNotStopTheQueue() throws Exception {
    SerialQueue<Integer> queue =
        queue(
            10,
            (item, done) -> {
              if (item == 1) {
                throw new IllegalStateException("on purpose");
              } else if (item == 2) {
                throw new AssertionError("on purpose");
              }
              remember(item, done);
            });

    List.of(1, 2, 3).forEach(queue::offer);

    assertThat(queue.awaitQuiet(LIMIT)).isTrue();
    assertThat(handled).containsExactly(3);
  }

  @Test
  void aBusyQueueGivesItsThreadBackSoThatOthersGetTheirTurn() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch other = new CountDownLatch(1);
      AtomicInteger count = new AtomicInteger();
      AtomicReference<SerialQueue<Integer>> endless = new AtomicReference<>();
      endless.set(
          new SerialQueue<>(
              one,
              () -> 10,
              (item, done) -> {
                count.incrementAndGet();
                endless.get().offer(item);
                done.run();
              },
              () -> {}));
      endless.get().offer(1);
      new SerialQueue<Integer>(one, () -> 10, (item, done) -> other.countDown(), () -> {}).offer(1);

      assertThat(other.await(5, SECONDS)).isTrue();
      endless.get().discard();
      assertThat(endless.get().awaitQuiet(LIMIT)).isTrue();
      assertThat(count).hasPositiveValue();
    } finally {
      one.shutdownNow();
    }
  }
}
