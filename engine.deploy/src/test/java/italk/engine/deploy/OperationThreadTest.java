package italk.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationThreadTest {

  private final OperationThread thread = new OperationThread();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    thread.close();
  }

  @Test
  void doesOneAfterTheOther() throws Exception {
    List<Integer> done = new ArrayList<>();
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      futures.add(thread.submit(() -> done.add(number)));
    }
    assertThat(thread.call(() -> Thread.currentThread().getName())).isEqualTo("italk-operations");
    assertThat(futures).allMatch(Future::isDone);
    assertThat(done).hasSize(50).isSorted();
  }

  @Test
  void isDoneToItsEndWhereTheCallerIsInterrupted() throws Exception {
    AtomicBoolean undisturbed = new AtomicBoolean();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                thread.call(() -> undisturbed.getAndSet(waits()));
              } catch (EngineException unavailable) {
                thrown.complete(unavailable);
              }
            });
    caller.start();
    begun.await();
    caller.interrupt();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("Nobody waits");
    release.countDown();
    thread.call(() -> null);
    assertThat(undisturbed).isTrue();
  }

  @Test
  void refusesWhatIsTooMuch() throws Exception {
    thread.submit(this::waits);
    begun.await();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                thread.submit(() -> null);
              }
            })
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("Too many operations");
  }

  @Test
  void whatFailsFailsForItsCallerOnly() {
    assertThatThrownBy(
            () ->
                thread.call(
                    () -> {
                      throw new IllegalArgumentException("a defect");
                    }))
        .hasRootCauseMessage("a defect");
    assertThat(thread.call(() -> "goes on")).isEqualTo("goes on");
  }

  @Test
  void atItsEndWhatIsUnderWayMayFinish() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    thread.submit(
        () -> {
          begun.countDown();
          return done.complete(release.await(10, TimeUnit.SECONDS));
        });
    begun.await();
    Thread closing = new Thread(thread::close);
    closing.start();
    release.countDown();
    closing.join(10_000);
    assertThat(closing.isAlive()).isFalse();
    assertThat(done).isCompletedWithValue(true);
  }

  @Test
  void atItsEndWhatHangsIsInterruptedAndNobodyWaitsForWhatWasNotBegun() throws Exception {
    Future<Boolean> hangs = thread.submit(this::waits);
    begun.await();
    CompletableFuture<Problem> waiting = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                thread.call(() -> "never done");
              } catch (EngineException stopping) {
                waiting.complete(stopping.problem());
              }
            });
    caller.start();
    await().until(() -> caller.getState() == Thread.State.WAITING);

    thread.close();

    assertThat(hangs).isDone();
    assertThat(hangs.get()).as("not interrupted").isFalse();
    assertThat(waiting.get(10, TimeUnit.SECONDS).message()).isEqualTo("The engine stops.");
    assertThatThrownBy(() -> thread.call(() -> "too late")).hasMessageContaining("engine stops");
  }

  /** False where it was interrupted. */
  private boolean waits() {
    begun.countDown();
    try {
      return release.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      return false;
    }
  }
}
