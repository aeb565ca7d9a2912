package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static italk.engine.impl.chat.TestEngine.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Inbox;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent.MessageSent;
import italk.engine.api.event.EngineEvent.UserDisconnected;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.Crowd;
import italk.engine.impl.FakeFramework.FakeBundle;
import italk.engine.impl.chat.TestEngine.TestInbox;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ChatEngineTest {

  private static final Conversation EVERYONE = Conversation.everyone();

  private final TestEngine test =
      new TestEngine(Map.of("session__queue", 100_000, "listener__queue", 100_000));
  private final Engine engine = test.engine;
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    test.close();
  }

  private void enable(String... names) {
    test.modify(Map.of("extensions", names, "session__queue", 100_000, "listener__queue", 100_000));
  }

  private static void assertClosed(CompletionStage<SendResult> sent) throws Exception {
    assertThat(((SendResult.Refused) result(sent)).problem().code()).isEqualTo(Problem.Code.CLOSED);
  }

  @Test
  void closingTellsEveryoneAndRefusesWhatComesAfterwards() throws Exception {
    TestListener listener = TestListener.of(engine);
    TestInbox inbox = new TestInbox();
    Session alice = test.connect("alice", inbox);
    Session bob = test.connect("bob");
    result(alice.send(EVERYONE, "last words"));

    test.framework.stopping();

    assertThat(inbox.contents()).containsExactly("last words");
    assertThat(inbox.deliveries).last().isEqualTo(new Inbox.Closed("the engine stops"));
    assertThat(listener.all(UserDisconnected.class))
        .as("told before the extensions are stopped")
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.wentOffline()).isTrue());
    assertThat(alice.isOpen()).isFalse();
    assertClosed(bob.send(EVERYONE, "x"));
    assertThatThrownBy(() -> test.connect("carol"))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
    assertThat(engine.status().sessions()).isZero();
  }

  @Test
  void closingRefusesWhatWaitsForAnExtension() throws Exception {
    Session alice = test.connect("alice");
    test.framework.extension("ext", "1.0.0", MessageInterceptor.class);
    enable("ext");
    List<CompletionStage<SendResult>> waiting =
        IntStream.range(0, 10).mapToObj(i -> alice.send(EVERYONE, "x" + i)).toList();
    assertThat(engine.status().open()).isFalse();
    assertThat(engine.status().waitingFor()).containsExactly("ext");

    test.engine.deactivate();

    for (CompletionStage<SendResult> one : waiting) {
      assertClosed(one);
    }
    assertThat(test.store.messages()).isEmpty();
    assertThat(engine.status().waitingMessages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingWaitsForWhatIsWithTheStore(boolean isGateShut) throws Exception {
    Session alice = test.connect("alice");
    test.store.hold();
    CompletionStage<SendResult> sent = alice.send(EVERYONE, "x");
    soon().until(() -> test.store.pending() == 1);
    if (isGateShut) {
      test.framework.extension("ext", "1.0.0", MessageInterceptor.class);
      enable("ext");
      assertThat(engine.status().open()).isFalse();
    }
    Thread closing = new Thread(() -> test.engine.deactivate());
    closing.start();
    soon().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
    assertThat(sent.toCompletableFuture()).isNotDone();

    test.store.release();

    assertThat(result(sent)).isInstanceOf(SendResult.Sent.class);
    closing.join(10_000);
  }

  @Test
  void anInterruptWhileClosingLeavesNobodyWithoutAnAnswer() throws Exception {
    TestInbox inbox = new TestInbox();
    Session alice = test.connect("alice", inbox);
    test.store.hold();
    CompletionStage<SendResult> sent = alice.send(EVERYONE, "x");
    soon().until(() -> test.store.pending() == 1);

    Thread closing = new Thread(() -> test.engine.deactivate());
    closing.start();
    closing.interrupt();
    closing.join(10_000);

    Problem problem = ((SendResult.Refused) result(sent)).problem();
    assertThat(problem.message()).contains("may or may not be stored");
    assertThat(alice.isOpen()).isFalse();
  }

  /** Whoever sends while the engine closes gets an answer, and what was acknowledged is stored. */
  @Test
  void whoSendsWhileItClosesIsAnswered() throws Exception {
    List<Session> sessions = IntStream.range(0, 4).mapToObj(i -> test.connect("u" + i)).toList();
    List<CompletionStage<SendResult>> all = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger begun = new AtomicInteger();
    Crowd.of(
        5,
        number -> {
          if (number == 4) {
            soon().until(() -> begun.get() > 1_000);
            test.engine.deactivate();
            return;
          }
          CompletionStage<SendResult> last;
          do {
            last = sessions.get(number).send(EVERYONE, "m", "id-" + begun.incrementAndGet());
            all.add(last);
          } while (!last.toCompletableFuture().isDone() || result(last) instanceof SendResult.Sent);
        });

    int stored = 0;
    int unknown = 0;
    for (CompletionStage<SendResult> one : all) {
      if (result(one) instanceof SendResult.Refused refused) {
        unknown += refused.problem().message().contains("may or may not be stored") ? 1 : 0;
      } else {
        stored++;
      }
    }
    assertThat(stored).isPositive();
    // Who came to the store after the last look of the engine is told that nobody knows.
    assertThat(test.store.messages()).hasSizeBetween(stored, stored + unknown);
    assertThat(unknown).isLessThan(5);
  }

  @Test
  void aSubscriptionHearsOfWhatHappensUntilItIsClosed() throws Exception {
    TestListener listener = new TestListener();
    TestListener other = TestListener.of(engine);
    Engine.Subscription subscription = engine.listen("program", listener);
    engine.emit(CustomEvent.of("test/one", Map.of()));
    soon().until(() -> listener.events.size() == 1);

    subscription.close();
    subscription.close();
    engine.emit(CustomEvent.of("test/two", Map.of()));

    soon().until(() -> other.events.size() == 2);
    assertThat(listener.events).hasSize(1);
  }

  @Test
  void messagesWaitInOrderForAnExtensionThatIsBeingUpdated() throws Exception {
    FakeBundle bundle = test.framework.extension("ext", "1.0.0", MessageInterceptor.class).start();
    enable("ext");
    MessageInterceptor marking = draft -> Verdict.replace(draft.content() + "!");
    bundle.register(marking, 0, MessageInterceptor.class);
    TestInbox inbox = new TestInbox();
    Session alice = test.connect("alice", inbox);
    result(alice.send(EVERYONE, "0"));

    bundle.update("2.0.0");
    List<CompletionStage<SendResult>> waiting =
        IntStream.range(1, 100).mapToObj(i -> alice.send(EVERYONE, "" + i)).toList();
    assertThat(engine.status().open()).isFalse();
    bundle.start();
    bundle.register(marking, 0, MessageInterceptor.class);

    for (CompletionStage<SendResult> one : waiting) {
      assertThat(result(one)).isInstanceOf(SendResult.Sent.class);
    }
    inbox.awaitContents(100);
    assertThat(inbox.contents()).isEqualTo(IntStream.range(0, 100).mapToObj(i -> i + "!").toList());
  }

  /**
   * The headline: an extension is updated again and again while people chat. No message is lost, no
   * message passes it unseen, and no version is called after it was stopped.
   */
  @Test
  void whileAnExtensionIsUpdatedAgainAndAgainNothingIsLostAndNothingPassesUnseen()
      throws Exception {
    class Version implements MessageInterceptor, EngineListener {
      private final AtomicBoolean stopped;
      private final AtomicBoolean calledWhenStopped;
      private final List<String> told;

      Version(AtomicBoolean stopped, AtomicBoolean calledWhenStopped, List<String> told) {
        this.stopped = stopped;
        this.calledWhenStopped = calledWhenStopped;
        this.told = told;
      }

      @Override
      public Verdict intercept(MessageDraft draft) {
        calledWhenStopped.compareAndSet(false, stopped.get());
        Thread.yield();
        calledWhenStopped.compareAndSet(false, stopped.get());
        return Verdict.replace(draft.content() + "!");
      }

      @Override
      public void onMessage(MessageSent event) {
        calledWhenStopped.compareAndSet(false, stopped.get());
        told.add(event.message().content());
        calledWhenStopped.compareAndSet(false, stopped.get());
      }
    }
    FakeBundle bundle =
        test.framework.extension("ext", "1.0.0", MessageInterceptor.class, EngineListener.class);
    enable("ext");
    AtomicBoolean calledWhenStopped = new AtomicBoolean();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger senders = new AtomicInteger(3);
    TestInbox inbox = new TestInbox();
    test.connect("reader", inbox);
    Crowd.of(
        4,
        number -> {
          if (number < 3) {
            Session session = test.connect("sender" + number);
            for (int i = 0; i < 400; i++) {
              String text = number + ":" + i;
              assertThat(result(session.send(Conversation.everyone(), text)).orThrow().content())
                  .isEqualTo(text + "!");
            }
            senders.decrementAndGet();
            return;
          }
          for (int version = 1; senders.get() > 0; version++) {
            AtomicBoolean stopped = new AtomicBoolean();
            bundle.start();
            bundle.register(
                new Version(stopped, calledWhenStopped, told),
                0,
                MessageInterceptor.class,
                EngineListener.class);
            Thread.yield();
            bundle.update(version + ".0.0");
            stopped.set(true);
          }
        });
    // The last version was stopped; what its listener was not told waits for the next.
    bundle.start();
    bundle.register(
        new Version(new AtomicBoolean(), calledWhenStopped, told),
        0,
        MessageInterceptor.class,
        EngineListener.class);

    inbox.awaitContents(1_200);
    soon().until(() -> told.size() == 1_200);
    assertThat(calledWhenStopped).isFalse();
    assertThat(told).isEqualTo(inbox.contents());
  }

  @Test
  void anExtensionThatFailsOpenIsWaitedForAndThenLeftOut() throws Exception {
    FakeBundle bundle =
        test.framework
            .extension(
                "ext",
                "1.0.0",
                Map.of("failure.policy", FailurePolicy.ACCEPT.name()),
                MessageInterceptor.class)
            .start();
    Session alice = test.connect("alice");
    test.modify(Map.of("extensions", new String[] {"ext"}, "gate__wait__ms", 60L));

    for (int i = 0; i < 200; i++) { // Before, at and after the moment of the bypass.
      assertThat(result(alice.send(EVERYONE, "without"))).isInstanceOf(SendResult.Sent.class);
    }
    assertThat(engine.status().open()).isTrue();

    bundle.register(
        (MessageInterceptor) draft -> Verdict.replace("with"), 0, MessageInterceptor.class);
    assertThat(result(alice.send(EVERYONE, "without")).orThrow().content()).isEqualTo("with");
  }

  @Test
  void anExtensionThatFailsClosedIsWaitedForAndThenRefusesUntilItIsThere() throws Exception {
    FakeBundle bundle = test.framework.extension("ext", "1.0.0", MessageInterceptor.class).start();
    Session alice = test.connect("alice");
    test.modify(Map.of("extensions", new String[] {"ext"}, "gate__wait__ms", 60L));

    Problem problem = ((SendResult.Refused) result(alice.send(EVERYONE, "x"))).problem();
    assertThat(problem.code()).isEqualTo(Problem.Code.UNAVAILABLE);
    assertThat(problem.message()).contains("waiting for ext");

    bundle.register((MessageInterceptor) draft -> Verdict.accept(), 0, MessageInterceptor.class);
    assertThat(result(alice.send(EVERYONE, "x"))).isInstanceOf(SendResult.Sent.class);
  }
}
