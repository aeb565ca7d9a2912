package italk.engine.impl.event;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.impl.Crowd;
import italk.engine.impl.work.CallStatistics;
import italk.engine.impl.work.Ticker;
import italk.engine.impl.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventsTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Ticker ticker = new Ticker("italk-clock");
  private final Workers workers = new Workers("italk-listener", 4, ticker);
  private volatile int bound = 1_000_000;
  private final Events events = new Events(workers, () -> bound);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    workers.close();
    ticker.close();
  }

  /** Remembers the numbers of the custom events, and the failures, that it is told. */
  private static class Recorder implements EngineListener {
    final List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
    final List<Failure> failures = new CopyOnWriteArrayList<>();

    @Override
    public void onCustom(CustomEvent event) throws Exception {
      numbers.add(numberOf(event));
    }

    @Override
    public void onError(Failure event) {
      failures.add(event);
    }
  }

  private static final class Throwing extends Recorder {
    private final Throwable thrown;

    Throwing(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public void onCustom(CustomEvent event) throws Exception {
      super.onCustom(event);
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("on purpose: can't be told");
    }
  }

  private final class Blocking extends Recorder {
    private final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void onCustom(CustomEvent event) throws Exception {
      begun.countDown();
      release.await();
      super.onCustom(event);
    }
  }

  private static int numberOf(CustomEvent event) {
    return ((Long) event.payload().get("number").orElseThrow()).intValue();
  }

  private void publish(int number) {
    events.publish(CustomEvent.of("test/number", Map.of("number", number)));
  }

  private void publish(int from, int to) {
    IntStream.range(from, to).forEach(this::publish);
  }

  private <T extends EngineListener> T attach(String owner, T listener) {
    events.attach(owner, List.of(listener));
    return listener;
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private void assertAllTold() throws InterruptedException {
    assertThat(events.awaitAllQuiet(LIMIT)).isTrue();
  }

  @Test
  void eachListenerIsToldEverythingInOrder() throws Exception {
    Recorder one = attach("one", new Recorder());
    Recorder other = attach("other", new Recorder());

    publish(0, 5_000);

    assertAllTold();
    assertThat(one.numbers).isEqualTo(numbers(0, 5_000));
    assertThat(other.numbers).isEqualTo(numbers(0, 5_000));
  }

  /** Tells which of its methods were called. */
  private static final class Kinds implements EngineListener {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onConnect(EngineEvent.UserConnected event) {
      told.add("connect");
    }

    @Override
    public void onDisconnect(EngineEvent.UserDisconnected event) {
      told.add("disconnect");
    }

    @Override
    public void onMessage(EngineEvent.MessageSent event) {
      told.add("message");
    }

    @Override
    public void onError(Failure event) {
      told.add("error");
    }

    @Override
    public void onChange(Change event) {
      told.add("change");
    }

    @Override
    public void onCustom(CustomEvent event) {
      told.add("custom");
    }
  }

  @Test
  void eachKindOfEventHasItsMethod() throws Exception {
    Kinds kinds = attach("one", new Kinds());
    Instant now = Instant.now();
    User user = new User("1", "Alice", Metadata.EMPTY, now, true);
    Message message =
        new Message(
            MessageId.firstAt(now),
            Conversation.everyone(),
            "1",
            "Alice",
            "hello",
            Optional.empty());

    events.publish(new EngineEvent.UserConnected(user, "s1", true, now));
    events.publish(new Change.UserRegistered(user, now));
    events.publish(new EngineEvent.MessageSent(user, message));
    events.publish(CustomEvent.of("test/x", Map.of()));
    events.failed("x", "test", "nothing", "it failed", null);
    events.publish(new EngineEvent.UserDisconnected(user, "s1", true, "bye", now));

    assertAllTold();
    assertThat(kinds.told)
        .containsExactly("connect", "change", "message", "custom", "error", "disconnect");
  }

  @Test
  void aListenerThatThrowsSilencesNeitherTheOthersNorItself() throws Exception {
    Recorder checked = new Throwing(new IOException("on purpose"));
    Recorder fatal = new Throwing(new NoClassDefFoundError("on purpose"));
    Recorder unspeakable = new Throwing(new Unspeakable());
    Recorder last = new Recorder();
    events.attach("bad", List.of(checked, unspeakable, fatal, last));
    Recorder other = attach("other", new Recorder());

    publish(0, 3);

    assertThat(events.quietOf("bad").await(LIMIT)).isTrue();
    assertAllTold();
    for (Recorder listener : List.of(checked, unspeakable, fatal, last, other)) {
      assertThat(listener.numbers).containsExactly(0, 1, 2);
    }
    assertThat(other.failures)
        .hasSize(9)
        .allSatisfy(failure -> assertThat(failure.source()).isEqualTo("bad"))
        .allSatisfy(failure -> assertThat(failure.operation()).isEqualTo("listen"));
    assertThat(last.failures).as("its own extension's failures are not told to it").isEmpty();
    assertThat(events.failuresOf("bad")).isEqualTo(9);
    assertThat(events.failuresOf("other")).isZero();
  }

  @Test
  void aListenerThatFailsOnFailuresDoesNotGoRoundInCircles() throws Exception {
    EngineListener failing =
        new EngineListener() {
          @Override
          public void onError(Failure event) {
            throw new IllegalStateException("on purpose");
          }
        };
    attach("one", failing);
    Recorder other = attach("other", new Recorder());

    events.failed("engine", "test", "nothing", "it failed", null);

    assertThat(events.quietOf("one").await(LIMIT)).isTrue();
    assertAllTold();
    assertThat(other.failures).extracting(Failure::source).containsExactly("engine", "one");
  }

  @Test
  void aListenerThatHangsDelaysNobodyElseAndWhatIsTooMuchForItIsReportedOnceAndCounted()
      throws Exception {
    Blocking slow = attach("slow", new Blocking());
    Recorder other = attach("other", new Recorder());
    publish(0);
    assertThat(slow.begun.await(5, SECONDS)).isTrue();
    bound = 10;

    for (int i = 1; i < 100; i++) {
      publish(i);
      int sofar = i + 1;
      soon().until(() -> other.numbers.size() == sofar);
    }

    soon().until(() -> other.failures.size() == 1);
    assertThat(other.failures.get(0).source()).isEqualTo("slow");
    assertThat(other.failures.get(0).description()).contains("queue is full");
    assertThat(events.failuresOf("slow")).isEqualTo(89);

    release.countDown();
    assertAllTold();
    assertThat(slow.numbers).isEqualTo(numbers(0, 11));
    publish(100);
    assertAllTold();
    assertThat(slow.numbers).endsWith(100);
    assertThat(other.failures).hasSize(1);
  }

  @Test
  void aQueueThatStaysFullIsReportedOnceNotForEachEventThatIsLeftOut() throws Exception {
    Semaphore steps = new Semaphore(0);
    AtomicInteger told = new AtomicInteger();
    attach(
        "slow",
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) throws Exception {
            steps.acquire();
            told.incrementAndGet();
          }
        });
    Recorder other = attach("other", new Recorder());
    bound = 2;
    for (int i = 1; i <= 50; i++) {
      for (int j = 0; j < 4; j++) { // Each time room for one has come, and not for the others.
        publish(i);
        assertThat(events.quietOf("other").await(LIMIT)).isTrue();
      }
      steps.release();
      int expected = i;
      soon().until(() -> told.get() == expected);
    }

    assertThat(other.failures).hasSize(1);
    assertThat(events.failuresOf("slow")).isGreaterThan(50);
    steps.release(1_000);
  }

  @Test
  void eventsWaitForWhoIsDetachedAndAreToldToWhoTakesItsPlace() throws Exception {
    Recorder before = attach("ext", new Recorder());
    publish(0, 10);
    assertAllTold();

    events.detach("ext");
    publish(10, 20);
    assertAllTold();
    Recorder after = attach("ext", new Recorder());
    publish(20, 30);

    assertAllTold();
    assertThat(before.numbers).isEqualTo(numbers(0, 10));
    assertThat(after.numbers).isEqualTo(numbers(10, 30));
  }

  @Test
  void whoIsRemovedIsToldNothingMoreAndThatIsNoOverflow() throws Exception {
    Blocking blocking = attach("ext", new Blocking());
    publish(0, 10);
    assertThat(blocking.begun.await(5, SECONDS)).isTrue();
    Events.ListenerQuiet quiet = events.quietOf("ext");

    events.remove("ext");
    publish(10, 20);
    assertThat(quiet.await(Duration.ofMillis(20))).as("it is still being told").isFalse();
    release.countDown();
    assertThat(quiet.await(LIMIT)).isTrue();

    assertThat(blocking.numbers).containsExactly(0);
    assertThat(events.failuresOf("ext")).isZero();
  }

  @Test
  void aQueueThatIsDiscardedWhileItIsOfferedSomethingReportsNothing() {
    AtomicInteger reports = new AtomicInteger();
    ListenerQueue queue =
        new ListenerQueue(
            "ext",
            workers,
            () -> 10,
            (source, operation, subject, what, thrown) -> reports.incrementAndGet());
    queue.discard();

    queue.offer(CustomEvent.of("test/x", Map.of())); // By one who had found it before.

    assertThat(reports).hasValue(0);
    assertThat(queue.failures()).isZero();
  }

  /** What happens to a listener's queue when its extension is updated, again and again. */
  @Test
  void detachingAndAttachingWhileEventsAreToldLosesNoneAndRepeatsNone() throws Exception {
    int all = 30_000;
    List<Integer> told = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean wrong = new AtomicBoolean();
    AtomicBoolean published = new AtomicBoolean();
    class Version implements EngineListener {
      private final AtomicBoolean ended = new AtomicBoolean();

      @Override
      public void onCustom(CustomEvent event) {
        wrong.compareAndSet(false, ended.get());
        told.add(numberOf(event));
      }
    }

    events.detach("ext"); // Known before the first event.
    Crowd.of(
        3,
        number -> {
          if (number == 0) {
            publish(0, all);
            published.set(true);
          } else if (number == 1) {
            while (!published.get()) {
              Version version = attach("ext", new Version());
              Thread.yield();
              Events.ListenerQuiet quiet = events.quietOf("ext");
              events.detach("ext");
              assertThat(quiet.await(LIMIT)).isTrue();
              version.ended.set(true);
            }
          } else {
            while (!published.get()) {
              events.quietOf("ext").await(LIMIT); // Another unbinding at the same time.
            }
          }
        });
    attach("ext", new Version());

    assertAllTold();
    assertThat(wrong).as("told after its end").isFalse();
    assertThat(told).hasSize(all).isSorted().isEqualTo(numbers(0, all));
  }

  @Test
  void anInterruptOfOneListenersOwnDoesNotReachTheNext() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    EngineListener interrupts =
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) {
            Thread.currentThread().interrupt();
          }
        };
    EngineListener next =
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) {
            interrupted.complete(Thread.currentThread().isInterrupted());
          }
        };
    events.attach("ext", List.of(interrupts, next));

    publish(1);

    assertThat(interrupted.get(5, SECONDS)).isFalse();
  }

  /** Leaves a listener alone where the test says so. */
  private static final class SimpleHealth implements ListenerHealth {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Duration rest = Duration.ZERO;
    private volatile int bearable = Integer.MAX_VALUE;

    @Override
    public void watch(Told told) throws Exception {
      try {
        told.run();
      } catch (Throwable t) {
        rest = failures.incrementAndGet() >= bearable ? Duration.ofMillis(50) : Duration.ZERO;
        CompletableFuture.delayedExecutor(40, MILLISECONDS).execute(() -> rest = Duration.ZERO);
        throw t;
      }
    }

    @Override
    public Duration leftAloneFor() {
      return rest;
    }

    @Override
    public void hangs(boolean isHanging) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void whatComesWhileAListenerIsLeftAloneIsToldAfterwardsInOrder() throws Exception {
    SimpleHealth health = new SimpleHealth();
    Recorder recorder =
        new Recorder() {
          @Override
          public void onCustom(CustomEvent event) throws Exception {
            super.onCustom(event);
            health.rest = numberOf(event) == 1 ? Duration.ofHours(1) : Duration.ZERO;
          }
        };
    List<EngineListener> ill = List.of(new WatchedListener(recorder, health, new CallStatistics()));
    events.attach("ext", ill);
    for (int i = 0; i < 5; i++) {
      publish(i);
    }
    assertThat(events.awaitAllQuiet(LIMIT)).as("it waits, so nobody is told anything").isTrue();
    assertThat(recorder.numbers).containsExactly(0, 1);

    health.rest = Duration.ZERO;
    events.attach("ext", ill);
    soon().until(() -> recorder.numbers.size() == 5);
    assertThat(recorder.numbers).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aListenerThatIsLeftAloneIsToldAgainByItself() {
    SimpleHealth health = new SimpleHealth();
    health.bearable = 2;
    Throwing bad = new Throwing(new LinkageError("on purpose"));
    events.attach("ext", List.of(new WatchedListener(bad, health, new CallStatistics())));
    for (int i = 0; i < 6; i++) {
      publish(i);
    }

    soon().until(() -> health.failures.get() == 6);
  }

  @Test
  void whoTakesVeryMuchMemoryForOneEventHasFailed() {
    SimpleHealth health = new SimpleHealth();
    Recorder watching = new Recorder();
    events.attach("watching", List.of(watching));
    EngineListener wasteful =
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) throws Exception {
            int sum = 0;
            for (int i = 0; i < numberOf(event); i++) {
              sum += new byte[1 << 20].length;
            }
            assertThat(sum).isEqualTo(numberOf(event) << 20);
          }
        };
    events.attach("ext", List.of(new WatchedListener(wasteful, health, new CallStatistics())));

    publish(10);
    publish(100);

    soon().until(() -> !watching.failures.isEmpty());
    assertThat(watching.failures)
        .singleElement()
        .satisfies(f -> assertThat(f.description()).contains("MB of memory for one event"));
    assertThat(health.failures).hasValue(1);
  }
}
