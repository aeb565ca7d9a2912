package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static italk.engine.impl.chat.TestEngine.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.EngineEvent.MessageSent;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.Crowd;
import italk.engine.impl.chat.TestEngine.TestInbox;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class MessagesTest {

  private static final Conversation EVERYONE = Conversation.everyone();
  private static final Conversation TEAM = Conversation.group("team");

  private final TestEngine test =
      new TestEngine(Map.of("session__queue", 100_000, "listener__queue", 100_000));
  private final TestInbox aliceInbox = new TestInbox();
  private final TestInbox bobInbox = new TestInbox();
  private final CountDownLatch release = new CountDownLatch(1);
  private Session alice;
  private Session bob;

  @BeforeEach
  void connect() {
    alice = test.connect("alice", aliceInbox);
    bob = test.connect("bob", bobInbox);
    test.engine.groups().create("team", Group.Visibility.PUBLIC, Map.of());
    test.engine.groups().join("team", "alice");
  }

  @AfterEach
  void stop() {
    release.countDown();
    test.close();
  }

  private static Problem refused(CompletionStage<SendResult> sent) throws Exception {
    return ((SendResult.Refused) result(sent)).problem();
  }

  private static SendResult.Sent sent(CompletionStage<SendResult> sent) throws Exception {
    return (SendResult.Sent) result(sent);
  }

  private void assertNothingOnItsWay() {
    soon().until(() -> test.engine.status().waitingMessages() == 0);
  }

  @Test
  void nothingIsAcknowledgedDeliveredOrToldBeforeTheCommit() throws Exception {
    TestListener listener = TestListener.of(test.engine);
    test.store.hold();
    CompletionStage<SendResult> sent = alice.send(EVERYONE, "hello");
    soon().until(() -> test.engine.status().waitingMessages() == 1);
    assertThat(sent.toCompletableFuture()).isNotDone();
    assertThat(bobInbox.deliveries).isEmpty();
    assertThat(test.engine.history(EVERYONE).latest(10)).isEmpty();

    test.store.release();

    Message message = sent(sent).message();
    bobInbox.awaitContents(1);
    aliceInbox.awaitContents(1);
    assertThat(bobInbox.deliveries).containsExactly(new Inbox.Incoming(message));
    assertThat(test.engine.history(EVERYONE).latest(10)).containsExactly(message);
    soon().until(() -> listener.all(MessageSent.class).size() == 1);
    assertThat(listener.all(MessageSent.class).get(0).message()).isEqualTo(message);
    assertNothingOnItsWay();
  }

  @Test
  void whatCouldNotBeCommittedIsRefusedAndNobodySeesIt() throws Exception {
    test.store.failCommits(true);
    Problem problem = refused(alice.send(EVERYONE, "lost", "id-1"));
    assertThat(problem.code()).isEqualTo(Problem.Code.UNAVAILABLE);
    assertThat(problem.retryAfter()).isPresent();

    test.store.failCommits(false);
    assertThat(sent(alice.send(EVERYONE, "again", "id-1")).repeated()).isFalse();
    bobInbox.awaitContents(1);
    assertThat(bobInbox.contents()).containsExactly("again");
    assertNothingOnItsWay();
  }

  @Test
  void aStoreThatThrowsInsteadOfAnsweringIsAnAnswer() throws Exception {
    test.store.failWriting(true);
    assertThat(refused(alice.send(EVERYONE, "x")).code()).isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failWriting(false);

    test.store.failReads(true);
    assertThat(refused(alice.send(EVERYONE, "x", "id")).code()).isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failReads(false);

    assertThat(sent(alice.send(EVERYONE, "y", "id")).message().content()).isEqualTo("y");
    assertNothingOnItsWay();
  }

  @Test
  void whatWasStoredIsAcknowledgedThoughTheMembersCanNoLongerBeRead() throws Exception {
    sent(alice.send(TEAM, "the group is at hand now"));
    TestListener listener = TestListener.of(test.engine);
    test.store.hold();
    CompletableFuture<Group> change = // After its commit the group has to be read again.
        CompletableFuture.supplyAsync(
            () -> test.engine.groups().setMetadata("team", Map.of("a", 1)));
    soon().until(() -> test.store.pending() == 1);
    CompletionStage<SendResult> sent = alice.send(TEAM, "hello");
    soon().until(() -> test.store.pending() == 2);
    test.store.failReads(true);
    test.store.release();

    assertThat(sent(sent).message().content()).isEqualTo("hello");
    soon().until(() -> listener.all(MessageSent.class).size() == 1);
    soon().until(() -> listener.all(Failure.class).size() == 1);
    assertThat(listener.all(Failure.class).get(0).subject()).isEqualTo("group:team");
    assertNothingOnItsWay();
    test.store.failReads(false);
    assertThat(change.get(5, SECONDS).metadata().asMap()).containsEntry("a", 1L);
    assertThat(aliceInbox.contents()).containsExactly("the group is at hand now");
  }

  /** Six senders at once; history, two recipients and a listener must agree on the order. */
  @Test
  void allSeeTheMessagesOfAConversationInTheOrderOfItsHistory() throws Exception {
    int senders = 6;
    int each = 400;
    TestListener listener = TestListener.of(test.engine);
    test.intercept(draft -> Verdict.replace(draft.content() + "!"));
    List<Session> sessions =
        IntStream.range(0, senders).mapToObj(i -> test.connect("sender" + i)).toList();
    for (Session session : sessions) {
      test.engine.groups().join("team", session.userId());
    }
    TestInbox lateInbox = new TestInbox();
    test.connect("alice", lateInbox);

    Crowd.of(
        senders,
        sender -> {
          List<CompletionStage<SendResult>> all = new ArrayList<>();
          for (int i = 0; i < each; i++) {
            all.add(sessions.get(sender).send(TEAM, sender + ":" + i));
          }
          for (CompletionStage<SendResult> one : all) {
            sent(one);
          }
        });

    List<String> history = new ArrayList<>();
    for (List<Message> page = test.engine.history(TEAM).latest(500); !page.isEmpty(); ) {
      history.addAll(0, page.stream().map(Message::content).toList());
      page = test.engine.history(TEAM).before(page.get(0).id(), 500);
    }
    aliceInbox.awaitContents(senders * each);
    lateInbox.awaitContents(senders * each);
    soon().until(() -> listener.all(MessageSent.class).size() == senders * each);
    assertThat(history).hasSize(senders * each);
    assertThat(aliceInbox.contents()).isEqualTo(history);
    assertThat(lateInbox.contents()).isEqualTo(history);
    assertThat(listener.all(MessageSent.class).stream().map(e -> e.message().content()))
        .isEqualTo(history);
    for (int sender = 0; sender < senders; sender++) {
      String prefix = sender + ":";
      assertThat(history.stream().filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, each).mapToObj(i -> prefix + i + "!").toList());
    }
    assertThat(bobInbox.deliveries).as("no member").isEmpty();
    assertNothingOnItsWay();
  }

  @Test
  void theSameClientIdGivesTheFirstMessageWhetherItIsOnItsWayOrStored() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    test.intercept(
        draft -> {
          asked.incrementAndGet();
          return Verdict.accept();
        });
    test.store.hold();
    CompletionStage<SendResult> first = alice.send(EVERYONE, "one", "id-1");
    CompletionStage<SendResult> again = alice.send(EVERYONE, "one", "id-1");
    CompletionStage<SendResult> ofBob = bob.send(EVERYONE, "bob's", "id-1");
    soon().until(() -> test.store.pending() >= 2);
    test.store.release();

    Message message = sent(first).message();
    assertThat(sent(first).repeated()).isFalse();
    assertThat(sent(again)).isEqualTo(new SendResult.Sent(message, true));
    assertThat(sent(ofBob).repeated()).isFalse();
    assertThat(sent(alice.send(TEAM, "other", "id-1")))
        .isEqualTo(new SendResult.Sent(message, true));
    assertThat(test.store.messages()).hasSize(2);
    assertThat(asked).as("a repeated one passes no interceptor: it would count twice").hasValue(2);
    assertNothingOnItsWay();
    bobInbox.awaitContents(2);
    assertThat(bobInbox.contents()).containsExactlyInAnyOrder("one", "bob's");
  }

  @Test
  void aClientIdWhoseFirstMessageWasRefusedMayBeTriedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    test.intercept(draft -> asked.incrementAndGet() == 1 ? Verdict.reject("no") : Verdict.accept());

    assertThat(refused(alice.send(EVERYONE, "one", "id-1")).code())
        .isEqualTo(Problem.Code.REJECTED);
    assertThat(sent(alice.send(EVERYONE, "one", "id-1")).repeated()).isFalse();
  }

  @Test
  void howeverManySendTheSameClientIdAtOnceItIsStoredOnce() throws Exception {
    Session other = test.connect("alice");
    for (int round = 0; round < 100; round++) {
      String id = "id-" + round;
      List<SendResult.Sent> results = Collections.synchronizedList(new ArrayList<>());
      Crowd.of(
          6,
          number -> {
            results.add(sent((number % 2 == 0 ? alice : other).send(EVERYONE, "x", id)));
            results.add(sent((number % 2 == 0 ? alice : other).send(EVERYONE, "x", id)));
          });
      assertThat(results)
          .extracting(SendResult.Sent::message)
          .containsOnly(results.get(0).message());
      assertThat(results).filteredOn(one -> !one.repeated()).hasSize(1);
    }
    assertThat(test.store.messages()).hasSize(100);
    bobInbox.awaitContents(100);
    assertThat(bobInbox.contents()).hasSize(100);
    assertNothingOnItsWay();
  }

  @Test
  void noMoreMessagesAreOnTheirWayThanAllowedAndEachGivesItsPlaceBack() throws Exception {
    test.modify(Map.of("max__waiting__messages", 3));
    test.store.hold();
    List<CompletionStage<SendResult>> taken =
        Stream.generate(() -> alice.send(EVERYONE, "x")).limit(3).toList();

    Problem tooMany = refused(bob.send(EVERYONE, "y"));
    assertThat(tooMany.code()).isEqualTo(Problem.Code.UNAVAILABLE);
    assertThat(tooMany.message()).contains("Too many");
    assertThat(tooMany.retryAfter()).contains(Duration.ofSeconds(1));

    test.store.release();
    for (CompletionStage<SendResult> one : taken) {
      sent(one);
    }
    assertNothingOnItsWay();
    refused(alice.send(Conversation.group("nowhere"), "x"));
    refused(alice.send(EVERYONE, ""));
    sent(alice.send(EVERYONE, "x", "id"));
    sent(alice.send(EVERYONE, "x", "id"));
    assertThatThrownBy(() -> alice.send(null, "x")).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> alice.send(EVERYONE, null)).isInstanceOf(NullPointerException.class);
    assertNothingOnItsWay();
  }

  @Test
  void oneSessionLeavesTheOthersTheirShare() throws Exception {
    test.modify(Map.of("max__waiting__messages", 800));
    test.store.hold();
    List<CompletionStage<SendResult>> taken =
        Stream.generate(() -> alice.send(EVERYONE, "x")).limit(200).toList();

    assertThat(refused(alice.send(EVERYONE, "y")).message())
        .contains("Too many messages of this session");
    CompletionStage<SendResult> other = bob.send(EVERYONE, "z");

    test.store.release();
    for (CompletionStage<SendResult> one : taken) {
      sent(one);
    }
    sent(other);
    sent(alice.send(EVERYONE, "y"));
    assertNothingOnItsWay();
  }

  @Test
  void whatAnInterceptorSendsOrConnectsWhileItIsAskedIsRefusedAndReported() throws Exception {
    List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
    test.intercept(
        draft -> {
          problems.add(refused(bob.send(EVERYONE, "again")));
          try {
            test.connect("carol");
          } catch (EngineException e) {
            problems.add(e.problem());
          }
          return Verdict.accept();
        });
    TestListener told = TestListener.of(test.engine);

    sent(alice.send(EVERYONE, "x"));

    assertThat(problems)
        .hasSize(2)
        .allSatisfy(
            problem -> {
              assertThat(problem.code()).isEqualTo(Problem.Code.NOT_ALLOWED);
              assertThat(problem.message()).contains("An interceptor can't", "listener");
              assertThat(problem.extension()).isPresent();
            });
    soon().until(() -> told.all(Failure.class).size() == 2);
    assertThat(test.store.messages()).hasSize(1);
  }

  static Stream<Arguments> wrongMessages() {
    Conversation others = Conversation.direct("bob", "carol");
    return Stream.of(
        arguments(EVERYONE, "", "id", Problem.Code.INVALID, "is empty"),
        arguments(EVERYONE, " \t\n ", "id", Problem.Code.INVALID, "is empty"),
        arguments(EVERYONE, "x".repeat(4_001), "id", Problem.Code.INVALID, "has 4001 characters"),
        arguments(EVERYONE, "half \ud83d pair", "id", Problem.Code.INVALID, "surrogate"),
        arguments(EVERYONE, "nul \0", "id", Problem.Code.INVALID, "U+0000"),
        arguments(EVERYONE, "x", " ", Problem.Code.INVALID, "client id"),
        arguments(EVERYONE, "x", "i".repeat(129), Problem.Code.INVALID, "found 129"),
        arguments(EVERYONE, "x", "half \udc00", Problem.Code.INVALID, "client id"),
        arguments(Conversation.group("none"), "x", "id", Problem.Code.UNKNOWN_GROUP, "\"none\""),
        arguments(others, "x", "id", Problem.Code.NOT_ALLOWED, "takes no part"),
        arguments(
            Conversation.direct("alice", "nobody"),
            "x",
            "id",
            Problem.Code.UNKNOWN_USER,
            "\"nobody\""));
  }

  @ParameterizedTest
  @MethodSource("wrongMessages")
  void whatIsWrongIsSaidAndNothingIsStored(
      Conversation conversation, String content, String clientId, Problem.Code code, String said)
      throws Exception {
    Problem problem = refused(alice.send(conversation, content, clientId));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.message()).contains(said);
    assertThat(problem.retryAfter()).isEmpty();
    assertThat(test.store.messages()).isEmpty();
    assertNothingOnItsWay();
  }

  @Test
  void whoIsNoMemberMayNotWriteToAGroupUntilHeIsOne() throws Exception {
    Problem problem = refused(bob.send(TEAM, "x"));
    assertThat(problem.code()).isEqualTo(Problem.Code.NOT_A_MEMBER);
    assertThat(problem.message()).contains("bob", "team", "join it first");

    test.engine.groups().join("team", "bob");
    assertThat(sent(bob.send(TEAM, "x")).message().conversation()).isEqualTo(TEAM);
    test.engine.groups().leave("team", "bob");
    assertThat(refused(bob.send(TEAM, "x")).code()).isEqualTo(Problem.Code.NOT_A_MEMBER);
  }

  @Test
  void aDirectMessageReachesAllSessionsOfTheTwoAndNobodyElse() throws Exception {
    TestInbox carol = new TestInbox();
    test.connect("carol", carol);
    TestInbox secondOfBob = new TestInbox();
    test.connect("bob", secondOfBob);

    sent(alice.send(Conversation.direct("bob", "alice"), "psst"));
    sent(alice.send(Conversation.direct("alice", "alice"), "note"));
    sent(alice.send(EVERYONE, "all"));

    carol.awaitContents(1);
    aliceInbox.awaitContents(3);
    bobInbox.awaitContents(2);
    secondOfBob.awaitContents(2);
    assertThat(aliceInbox.contents()).containsExactly("psst", "note", "all");
    assertThat(bobInbox.contents()).containsExactly("psst", "all");
    assertThat(secondOfBob.contents()).containsExactly("psst", "all");
    assertThat(carol.contents()).containsExactly("all");
  }

  @Test
  void aSessionThatFallsTooFarBehindIsClosedAndNobodyElseNotices() throws Exception {
    test.modify(Map.of("session__queue", 5));
    CountDownLatch begun = new CountDownLatch(1);
    TestInbox slowInbox = new TestInbox();
    Session slow =
        test.connect(
            "slow",
            delivery -> {
              begun.countDown();
              release.await();
              slowInbox.receive(delivery);
            });

    for (int i = 0; i < 20; i++) {
      sent(alice.send(EVERYONE, "m" + i));
      bobInbox.awaitContents(i + 1);
    }

    assertThat(slow.isOpen()).isFalse();
    assertThat(test.engine.session(slow.id())).isEmpty();
    assertThat(test.engine.users().find("slow").orElseThrow().online()).isFalse();
    assertThat(refused(slow.send(EVERYONE, "x")).code()).isEqualTo(Problem.Code.CLOSED);
    assertThat(bob.isOpen()).isTrue();
    release.countDown();
    slowInbox.awaitClosed();
    assertThat(slowInbox.contents()).startsWith("m0", "m1").hasSize(6);
    assertThat(slowInbox.deliveries.get(6)).isInstanceOf(Inbox.Closed.class);
    assertThat(slowInbox.deliveries).hasSize(7);
  }

  @Test
  void anInboxThatThrowsGetsTheNextDeliveryAllTheSame() throws Exception {
    TestListener listener = TestListener.of(test.engine);
    TestInbox after = new TestInbox();
    test.connect(
        "bad",
        delivery -> {
          after.receive(delivery);
          throw new NoClassDefFoundError("on purpose");
        });

    sent(alice.send(EVERYONE, "1"));
    sent(alice.send(EVERYONE, "2"));

    after.awaitContents(2);
    soon().until(() -> listener.all(Failure.class).size() == 2);
    assertThat(listener.all(Failure.class).get(0).operation()).isEqualTo("deliver");
    assertThat(listener.all(Failure.class).get(0).subject()).contains("bad");
  }

  @Test
  void inboxesThatBlockDelayNeitherAcknowledgementsNorOthers() throws Exception {
    for (int i = 0; i < 30; i++) {
      test.connect("blocked" + i, delivery -> release.await());
    }

    for (int i = 0; i < 20; i++) {
      sent(alice.send(EVERYONE, "m" + i));
    }

    bobInbox.awaitContents(20);
    assertThat(bobInbox.contents()).hasSize(20);
  }

  @Test
  void anInboxMaySendAndWaitForTheAnswer() throws Exception {
    List<Session> echoing = Collections.synchronizedList(new ArrayList<>());
    List<SendResult> answers = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 10; i++) {
      int number = i;
      echoing.add(
          test.connect(
              "echo" + i,
              delivery -> {
                if (delivery instanceof Inbox.Incoming incoming
                    && incoming.message().senderId().equals("alice")) {
                  answers.add(
                      echoing.get(number).send(EVERYONE, "echo").toCompletableFuture().join());
                }
              }));
    }

    for (int i = 0; i < 20; i++) {
      sent(alice.send(EVERYONE, "m" + i));
    }

    soon().until(() -> answers.size() == 200);
    assertThat(answers).allMatch(SendResult.Sent.class::isInstance);
    bobInbox.awaitContents(220);
  }

  @Test
  void aNoticeReachesItsSessionAfterWhatWasOnItsWayAndIsInNoHistory() throws Exception {
    sent(alice.send(EVERYONE, "first"));
    bob.notice("welcome", "Hello Bob");

    soon().until(() -> bobInbox.deliveries.size() == 2);
    assertThat(bobInbox.deliveries.get(1))
        .isInstanceOfSatisfying(
            Inbox.Notice.class, notice -> assertThat(notice.text()).isEqualTo("Hello Bob"));
    assertThat(test.engine.history(EVERYONE).latest(10)).hasSize(1);
    assertThat(aliceInbox.deliveries).hasSize(1);
  }

  @Test
  void aHookThatHangsHoldsUpItsOwnMessageForItsTimeoutAndNoOther() throws Exception {
    test.framework
        .extension("hanging", "1.0.0", Map.of("timeout.millis", 500L))
        .start()
        .register(
            (MessageInterceptor)
                draft -> {
                  while (draft.content().startsWith("hang") && release.getCount() > 0) {
                    Thread.onSpinWait(); // Deaf to interrupts.
                  }
                  return Verdict.accept();
                },
            0,
            MessageInterceptor.class);
    test.modify(Map.of("extensions", new String[] {"hanging"}));

    CompletionStage<SendResult> hangs = alice.send(EVERYONE, "hang");
    CompletionStage<SendResult> behind = alice.send(EVERYONE, "behind it");
    assertThat(sent(alice.send(TEAM, "elsewhere")).repeated()).isFalse();

    assertThat(refused(hangs).extension()).contains("hanging");
    assertThat(sent(behind).message().content()).isEqualTo("behind it");
  }
}
