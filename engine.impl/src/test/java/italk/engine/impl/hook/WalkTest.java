package italk.engine.impl.hook;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class WalkTest {

  private static final Duration PLENTY = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(150);

  /** What is asked in these walks. */
  private interface Asked {
    Verdict verdictOn(String content) throws Exception;
  }

  private final TestPassage<Asked> passage = new TestPassage<>(Asked.class);
  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void listen() {
    passage
        .events()
        .attach(
            "test",
            List.of(
                new EngineListener() {
                  @Override
                  public void onError(Failure event) {
                    failures.add(event);
                  }
                }));
  }

  @AfterEach
  void stop() {
    release.countDown();
    passage.close();
  }

  /** A walk that tells how it ended: with its content, or with a problem. */
  private class Probe extends Walk<Asked> {
    private final String original;
    private final CompletableFuture<Object> end = new CompletableFuture<>();
    private final AtomicInteger ends = new AtomicInteger();
    private String content;

    Probe(String original) {
      super(passage.passage());
      this.original = original;
    }

    @Override
    protected void begin() {
      content = original;
    }

    @Override
    protected Verdict ask(Asked interceptor) throws Exception {
      return interceptor.verdictOn(content);
    }

    @Override
    protected Optional<String> replace(String replacement) {
      if (replacement.length() > 100) {
        return Optional.of("is too long");
      }
      content = replacement;
      return Optional.empty();
    }

    @Override
    protected void passed() {
      ends.incrementAndGet();
      end.complete(content);
    }

    @Override
    protected void refused(Problem problem) {
      ends.incrementAndGet();
      end.complete(problem);
    }

    @Override
    protected String subject() {
      return "the probe";
    }

    Probe begun() {
      passage.passage().workers().execute(this::start);
      return this;
    }

    Object end() throws Exception {
      return end.get(5, SECONDS);
    }

    Problem problem() throws Exception {
      return (Problem) end();
    }
  }

  private Probe walk(String content) {
    return new Probe(content).begun();
  }

  private void append(String text) {
    passage.add(content -> Verdict.replace(content + text), FailurePolicy.REJECT);
  }

  private Asked hangsUntilReleased() {
    return content -> {
      boolean interrupted = false;
      while (release.getCount() > 0) { // Deaf to interrupts, as a bad hook is.
        interrupted |= Thread.interrupted();
        Thread.onSpinWait();
      }
      return Verdict.reject("too late, " + interrupted);
    };
  }

  private void assertEnded(Probe probe) throws Exception {
    assertThat(passage.drains()).as("it has left the chain").isTrue();
    assertThat(probe.ends).hasValue(1);
  }

  @Test
  void asksInTheOrderOfTheChainAndEachSeesWhatTheOneBeforeLeft() throws Exception {
    append("1");
    append("2");
    passage.add(content -> Verdict.accept(), FailurePolicy.REJECT);
    append("3");

    Probe probe = walk("x");

    assertThat(probe.end()).isEqualTo("x123");
    assertEnded(probe);
    assertThat(failures).isEmpty();
  }

  @Test
  void aRejectEndsItAndTheNextOnesAreNotAsked() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    passage.add(
        "bouncer",
        content -> Verdict.reject("not you", Duration.ofSeconds(7)),
        PLENTY,
        FailurePolicy.ACCEPT);
    passage.add(
        content -> {
          asked.incrementAndGet();
          return Verdict.accept();
        },
        FailurePolicy.REJECT);

    Probe probe = walk("x");

    assertThat(probe.problem())
        .isEqualTo(
            new Problem(
                Problem.Code.REJECTED,
                "not you",
                Optional.of(Duration.ofSeconds(7)),
                Optional.of("bouncer")));
    assertThat(asked).hasValue(0);
    assertEnded(probe);
    assertThat(failures).isEmpty();
  }

  @Test
  void aReasonWithoutEndIsCut() throws Exception {
    passage.add(content -> Verdict.reject("x".repeat(100_000)), FailurePolicy.ACCEPT);

    assertThat(walk("x").problem().message()).hasSize(1_000);
  }

  /** An exception that is as bad as the hook that throws it. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("on purpose: can't be told");
    }
  }

  private static Asked throwing(Throwable thrown) {
    return content -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  private static Verdict deeper(String content) {
    return Optional.of(deeper(content)).orElseThrow();
  }

  static Stream<Arguments> badHooks() {
    return Stream.of(
        arguments("null instead of a verdict", (Asked) content -> null),
        arguments("threw", throwing(new java.io.IOException("on purpose"))),
        arguments("threw", throwing(new NoClassDefFoundError("on purpose"))),
        arguments("threw", throwing(new Unspeakable())),
        arguments("StackOverflowError", (Asked) WalkTest::deeper),
        arguments("is too long", (Asked) content -> Verdict.replace("x".repeat(101))),
        arguments(
            "within 150 ms",
            (Asked)
                content -> {
                  new CountDownLatch(1).await();
                  return Verdict.accept();
                }));
  }

  @ParameterizedTest
  @MethodSource("badHooks")
  void whereAHookFailsClosedItIsRefusedAndReported(String reported, Asked bad) throws Exception {
    append("1");
    passage.add("bad", bad, SHORT, FailurePolicy.REJECT);

    Probe probe = walk("x");

    assertThat(probe.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
    assertThat(probe.problem().message()).contains("bad", "Try again in 1 s");
    assertThat(probe.problem().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(probe.problem().extension()).contains("bad");
    assertEnded(probe);
    assertReportedOnce(reported, "rejected");
  }

  @ParameterizedTest
  @MethodSource("badHooks")
  void whereAHookFailsOpenItGoesOnAsItWasAndIsReported(String reported, Asked bad)
      throws Exception {
    append("1");
    passage.add("bad", bad, SHORT, FailurePolicy.ACCEPT);
    append("2");

    Probe probe = walk("x");

    assertThat(probe.end()).isEqualTo("x12");
    assertEnded(probe);
    assertReportedOnce(reported, "accepted");
  }

  private void assertReportedOnce(String what, String outcome) throws Exception {
    assertThat(passage.events().awaitAllQuiet(PLENTY)).isTrue();
    assertThat(failures)
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.source()).isEqualTo("bad");
              assertThat(failure.operation()).isEqualTo("intercept test");
              assertThat(failure.subject()).isEqualTo("the probe");
              assertThat(failure.description()).contains(what, outcome);
            });
  }

  @ParameterizedTest
  @EnumSource(FailurePolicy.class)
  void whenAHookHangsItsPolicyDecidesInTimeAndItsLateAnswerCountsForNothing(FailurePolicy policy)
      throws Exception {
    passage.add("bad", hangsUntilReleased(), SHORT, policy);
    append("1");

    Probe probe = walk("x");

    if (policy == FailurePolicy.ACCEPT) {
      assertThat(probe.end()).isEqualTo("x1");
    } else {
      assertThat(probe.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
    }
    assertThat(passage.drains()).as("the hook still hangs").isTrue();
    release.countDown();
    assertEnded(probe);
    assertThat(walk("y").ends).as("and the next one is asked again").hasValueLessThan(2);
  }

  @Test
  void aHookThatHangsDoesNotDelayWalksThatDoNotMeetIt() throws Exception {
    passage.add(
        "bad",
        content -> content.startsWith("hang") ? hangsOnce() : Verdict.accept(),
        PLENTY,
        FailurePolicy.REJECT);
    List<Probe> hanging = Stream.generate(() -> walk("hang")).limit(3).toList();

    for (int i = 0; i < 200; i++) {
      assertThat(walk("free").end()).isEqualTo("free");
    }

    assertThat(hanging).allSatisfy(probe -> assertThat(probe.end).isNotDone());
    release.countDown();
    for (Probe probe : hanging) {
      assertThat(probe.end()).isEqualTo("hang");
    }
  }

  private Verdict hangsOnce() throws InterruptedException {
    release.await();
    return Verdict.accept();
  }

  private Verdict waitsDeaf() {
    while (release.getCount() > 0) {
      Thread.interrupted();
      LockSupport.parkNanos(20_000_000);
    }
    return Verdict.replace("asked");
  }

  @Test
  void whereOneCallLoopsOnAfterItsTimeNoOtherIsMadeUntilItHasReturned() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Asked hanging = hangsUntilReleased();
    passage.add(
        "bad",
        content -> {
          calls.incrementAndGet();
          return content.equals("hang") ? hanging.verdictOn(content) : Verdict.replace("asked");
        },
        SHORT,
        FailurePolicy.ACCEPT);
    assertThat(walk("hang").end()).isEqualTo("hang");
    soon().until(() -> walk("y").end().equals("y"));

    int before = calls.get();
    for (int i = 0; i < 20; i++) {
      assertThat(walk("z").end()).isEqualTo("z");
    }
    assertThat(calls).hasValue(before);

    release.countDown();
    soon().until(() -> walk("z").end().equals("asked"));
  }

  @Test
  void callsThatWaitOnAfterTheirTimeAreFourAtMost() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    passage.add(
        "bad",
        content -> {
          calls.incrementAndGet();
          return waitsDeaf();
        },
        SHORT,
        FailurePolicy.ACCEPT);
    for (int i = 0; i < 10; i++) {
      assertThat(walk("x").end()).isEqualTo("x");
    }
    // One may have gone in before the fourth was known to be stuck.
    assertThat(calls.get()).isBetween(4, 5);

    release.countDown();
    soon().until(() -> walk("z").end().equals("asked"));
  }

  @Test
  void ofManyThatMeetAHookThatLoopsNoMoreGoInThanThereAreProcessors() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Asked hanging = hangsUntilReleased();
    passage.add(
        "bad",
        content -> {
          calls.incrementAndGet();
          return hanging.verdictOn(content);
        },
        Duration.ofMillis(400),
        FailurePolicy.ACCEPT);
    long begin = System.nanoTime();
    List<Probe> burst = Stream.generate(() -> walk("x")).limit(30).toList();
    for (Probe probe : burst) {
      assertThat(probe.end()).isEqualTo("x");
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("who had to wait is decided with those who are late")
        .isLessThan(Duration.ofSeconds(2));
    assertThat(calls.get())
        .isLessThanOrEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void aHookThatOnlyWaitsServesManyAtATime() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    passage.add(
        content -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.sleep(50); // A service somewhere else that answers slowly.
          inside.decrementAndGet();
          return Verdict.accept();
        },
        FailurePolicy.REJECT);
    List<Probe> many = Stream.generate(() -> walk("x")).limit(600).toList();
    for (Probe probe : many) {
      assertThat(probe.end()).isEqualTo("x");
    }

    assertThat(most.get()).isBetween(32, 64);
    assertThat(failures).isEmpty();
  }

  @Test
  void whoWaitsForAPlaceInAHookThatIsReplacedGoesToTheNewOne() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Asked waits =
        content -> {
          calls.incrementAndGet();
          return waitsDeaf();
        };
    AutoCloseable old = passage.add("ext", waits, PLENTY, FailurePolicy.REJECT);
    List<Probe> inside = Stream.generate(() -> walk("x")).limit(64).toList();
    soon().until(() -> calls.get() == 64);
    Probe waiting = walk("x");

    Hook<Asked> fresh =
        passage.hook("ext", content -> Verdict.replace("new"), PLENTY, FailurePolicy.REJECT);
    passage.gate().replace(new Chain<>(List.of(fresh), List.of()));

    assertThat(waiting.end()).isEqualTo("new");
    assertThat(inside).noneMatch(probe -> probe.end.isDone());
    assertThat(old).isNotNull();
  }

  @Test
  void aWalkThatFindsAHookGoneBeginsAgainWithWhatTookItsPlace() throws Exception {
    CountDownLatch inFirst = new CountDownLatch(1);
    AtomicInteger askedOld = new AtomicInteger();
    AutoCloseable first =
        passage.add(
            "first",
            content -> {
              inFirst.countDown();
              release.await();
              return Verdict.replace(content + " by the old first");
            },
            PLENTY,
            FailurePolicy.REJECT);
    Hook<Asked> second =
        passage.hook(
            "second",
            content -> {
              askedOld.incrementAndGet();
              return Verdict.accept();
            },
            PLENTY,
            FailurePolicy.REJECT);
    Hook<Asked> held = passage.gate().chain().hooks().get(0);
    passage.gate().replace(new Chain<>(List.of(held, second), List.of()));
    Probe probe = walk("x");
    assertThat(inFirst.await(5, SECONDS)).isTrue();

    // What unbinding does when the walk stays inside for longer than it may.
    Asked replacing = content -> Verdict.replace(content + " by the new one");
    Hook<Asked> fresh = passage.hook("second", replacing, PLENTY, FailurePolicy.REJECT);
    passage.gate().replace(new Chain<>(List.of(fresh), List.of()));
    second.bound().markGone();
    release.countDown();

    assertThat(probe.end()).isEqualTo("x by the new one");
    assertThat(askedOld).hasValue(0);
    assertEnded(probe);
    assertThat(first).isNotNull();
  }

  @Test
  void whatBreaksInTheEngineItselfKeepsNeitherTheSenderNorTheChain() throws Exception {
    Probe broken =
        new Probe("x") {
          @Override
          protected void begin() {
            throw new IllegalStateException("on purpose");
          }
        }.begun();
    assertThat(broken.problem().message()).contains("The engine failed");
    Probe late =
        new Probe("x") {
          @Override
          protected void passed() {
            throw new IllegalStateException("on purpose");
          }
        }.begun();
    assertThat(late.problem().message()).contains("The engine failed");
    Probe unreadable =
        new Probe("x") {
          @Override
          protected void begin() {
            throw new EngineException(Problem.unavailable("no store", SHORT));
          }
        }.begun();

    assertThat(unreadable.problem().message()).isEqualTo("no store");
    assertThat(passage.drains()).isTrue();
  }

  @Test
  void whoWasInsideDuringAChangeOfSeveralThingsIsAskedAboutByAllOnceMore() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch change = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    append("1");
    passage.add(
        "slow",
        content -> {
          asked.incrementAndGet();
          inside.countDown();
          change.await();
          return Verdict.accept();
        },
        PLENTY,
        FailurePolicy.REJECT);
    Probe probe = walk("x");
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();

    passage.gate().beginEpoch();
    change.countDown();

    assertThat(probe.end()).as("what it was replaced by before is forgotten").isEqualTo("x1");
    assertThat(asked).hasValue(2);
    assertEnded(probe);
  }

  @Test
  void itWaitsAtTheGateAndIsRefusedThereWhenItIsLate() throws Exception {
    passage.shut("missing", FailurePolicy.REJECT);
    Probe waits = walk("x");
    soon().until(() -> passage.gate().waiting() == 1);
    passage.open();
    assertThat(waits.end()).isEqualTo("x");

    passage.shut("missing", FailurePolicy.REJECT);
    Probe refused = walk("x");
    soon().until(() -> passage.gate().waiting() == 1);
    passage.patience(Duration.ZERO);
    assertThat(refused.problem().message()).contains("missing");
  }

  /**
   * The promise of an update: after a hook was taken out nobody is inside of it, and no walk has
   * passed without having met exactly one of its versions.
   */
  @Test
  void whileAHookIsReplacedAgainAndAgainEachWalkMeetsExactlyOneVersionAndNoneIsCalledAfterItsEnd()
      throws Exception {
    AtomicBoolean calledAfterEnd = new AtomicBoolean();
    AtomicBoolean end = new AtomicBoolean();
    AtomicInteger walked = new AtomicInteger();
    AtomicBoolean wrong = new AtomicBoolean();
    passage.shut("versioned", FailurePolicy.REJECT);
    CompletableFuture<Void> senders =
        CompletableFuture.runAsync(
            () -> {
              while (!end.get()) {
                List<Probe> some = Stream.generate(() -> walk("x")).limit(20).toList();
                for (Probe probe : some) {
                  try {
                    // One that is refused, by a machine too busy to answer in time, has not passed.
                    Object how = probe.end();
                    wrong.compareAndSet(false, how instanceof String && !how.equals("x!"));
                    walked.incrementAndGet();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }
              }
            });
    for (int version = 0; version < 300; version++) {
      AtomicBoolean removed = new AtomicBoolean();
      AutoCloseable added =
          passage.add(
              content -> {
                calledAfterEnd.compareAndSet(false, removed.get());
                Verdict verdict = Verdict.replace(content + "!");
                Thread.yield();
                calledAfterEnd.compareAndSet(false, removed.get());
                return verdict;
              },
              FailurePolicy.REJECT);
      passage.open();
      int before = walked.get();
      soon().until(() -> walked.get() > before);
      passage.shut("versioned", FailurePolicy.REJECT);
      added.close();
      removed.set(true);
    }
    end.set(true);
    passage.add(content -> Verdict.replace(content + "!"), FailurePolicy.REJECT);
    passage.open();
    senders.get(10, SECONDS);

    assertThat(calledAfterEnd).isFalse();
    assertThat(wrong).isFalse();
  }
}
