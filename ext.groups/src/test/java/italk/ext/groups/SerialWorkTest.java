package italk.ext.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One after the other, bounded, and with an end. */
class SerialWorkTest {

  private final SerialWork work = new SerialWork(Duration.ofSeconds(30));
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void end() {
    goOn.countDown();
    work.close();
  }

  @Test
  void what_is_thrown_is_thrown_to_who_asked() {
    assertThatThrownBy(
            () ->
                work.run(
                    () -> {
                      throw Problem.of(Problem.Code.NOT_ALLOWED, "No.").exception();
                    }))
        .isInstanceOf(EngineException.class)
        .hasMessage("No.");
    assertThat(work.<Integer>call(() -> 1)).isEqualTo(1);
  }

  @Test
  void what_fails_with_nobody_waiting_ends_nothing() {
    work.submit(
        "This",
        () -> {
          throw new IllegalStateException("on purpose");
        });

    assertThat(work.<Integer>call(() -> 1)).isEqualTo(1);
  }

  @Test
  void too_much_is_refused_and_what_was_taken_is_done_in_order_before_the_end() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    work.submit("The first", this::await);
    for (int i = 0; i < 2 * SerialWork.MAX_WAITING; i++) {
      int number = i;
      work.submit("Number " + i, () -> done.add(number));
    }

    assertThatThrownBy(() -> work.call(() -> 1))
        .hasMessage("Too many changes of groups wait for their turn. Try again.");
    goOn.countDown();
    work.close();

    assertThat(done).hasSizeBetween(SerialWork.MAX_WAITING - 1, SerialWork.MAX_WAITING).isSorted();
  }

  @Test
  void who_waits_too_long_is_told_and_it_is_not_begun_any_more() {
    SerialWork impatient = new SerialWork(Duration.ofMillis(20));
    try {
      impatient.submit("The first", this::await);
      List<String> done = new CopyOnWriteArrayList<>();

      assertThatThrownBy(() -> impatient.run(() -> done.add("late")))
          .hasMessageContaining("it may be done or not");

      goOn.countDown();
      impatient.close();
      assertThat(done).isEmpty();
    } finally {
      impatient.close();
    }
  }

  @Test
  void who_is_interrupted_stays_so() throws Exception {
    work.submit("The first", this::await);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              try {
                work.call(() -> 1);
              } catch (EngineException told) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });

    thread.start();

    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothing_is_taken_after_the_end_and_no_thread_stays() throws Exception {
    Thread thread = work.call(Thread::currentThread);
    assertThat(thread.getName()).isEqualTo("italk-groups-management");

    work.close();

    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
    assertThatThrownBy(() -> work.call(() -> 1)).isInstanceOf(EngineException.class);
  }

  private void await() {
    try {
      assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
