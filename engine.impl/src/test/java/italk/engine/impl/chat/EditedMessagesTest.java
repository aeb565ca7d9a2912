package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static italk.engine.impl.chat.TestEngine.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.Change.MessageEdited;
import italk.engine.api.event.Change.MessageRetracted;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.impl.Crowd;
import italk.engine.impl.chat.TestEngine.TestInbox;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EditedMessagesTest {

  private static final Conversation EVERYONE = Conversation.everyone();
  private static final Conversation TEAM = Conversation.group("team");
  private static final Actor ALICE = Actor.user("alice");
  private static final Actor OPERATOR = Actor.operator();

  private final TestEngine test =
      new TestEngine(Map.of("session__queue", 100_000, "listener__queue", 100_000));
  private final Messages messages = test.engine.messages();
  private final TestInbox bobInbox = new TestInbox();
  private final TestInbox carolInbox = new TestInbox();
  private final TestListener listener = TestListener.of(test.engine);
  private Session alice;

  @BeforeEach
  void connect() {
    alice = test.connect("alice");
    test.connect("bob", bobInbox);
    test.connect("carol", carolInbox);
    test.engine.groups().create("team", Group.Visibility.PUBLIC, Map.of());
    test.engine.groups().join("team", "alice");
    test.engine.groups().join("team", "bob");
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private Message sent(Conversation conversation, String text) throws Exception {
    return result(alice.send(conversation, text)).orThrow();
  }

  private static Problem refused(CompletionStage<SendResult> edited) throws Exception {
    return ((SendResult.Refused) result(edited)).problem();
  }

  private static List<Message> changed(TestInbox inbox) {
    return inbox.deliveries.stream()
        .filter(Inbox.Changed.class::isInstance)
        .map(delivery -> ((Inbox.Changed) delivery).message())
        .toList();
  }

  private void assertNothingOnItsWay() {
    soon().until(() -> test.engine.status().waitingMessages() == 0);
  }

  @Test
  void anEditIsAskedAboutAsANewMessageIsThenStoredThenShownToThoseWhoSeeTheConversation()
      throws Exception {
    Message before = result(alice.send(TEAM, "helo", "id-1")).orThrow();
    alice.close("gone");
    List<MessageDraft> asked = new CopyOnWriteArrayList<>();
    test.intercept(
        draft -> {
          asked.add(draft);
          return Verdict.replace(draft.content() + "!");
        });

    Message after = result(messages.edit(before.id(), "hello", OPERATOR)).orThrow();

    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).edits()).contains(before.id());
    assertThat(asked.get(0).editor()).contains(OPERATOR);
    assertThat(asked.get(0).isEditedByAnother()).isTrue();
    assertThat(asked.get(0).sender().id()).isEqualTo("alice");
    assertThat(asked.get(0).sender().online()).isFalse();
    assertThat(asked.get(0).sessionId()).isEmpty();
    assertThat(asked.get(0).conversation()).isEqualTo(TEAM);
    assertThat(asked.get(0).clientId()).contains("id-1");
    assertThat(after.content()).isEqualTo("hello!");
    assertThat(after.editedAt()).isPresent();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(test.engine.history(TEAM).latest(10)).containsExactly(after);
    assertThat(messages.find(before.id())).contains(after);
    soon().until(() -> !changed(bobInbox).isEmpty());
    assertThat(bobInbox.deliveries)
        .containsExactly(new Inbox.Incoming(before), new Inbox.Changed(after));
    assertThat(carolInbox.deliveries).as("not in the group").isEmpty();
    soon().until(() -> listener.all(MessageEdited.class).size() == 1);
    MessageEdited told = listener.all(MessageEdited.class).get(0);
    assertThat(told.before()).isEqualTo(before);
    assertThat(told.message()).isEqualTo(after);
    assertThat(told.by()).isEqualTo(OPERATOR);
    assertNothingOnItsWay();
  }

  @Test
  void anEditThatIsRejectedOrNotCommittedChangesNothing() throws Exception {
    Message before = sent(EVERYONE, "as it was");
    test.intercept(
        draft -> draft.content().contains("bad") ? Verdict.reject("not this") : Verdict.accept());

    Problem rejected = refused(messages.edit(before.id(), "bad word", ALICE));
    assertThat(rejected.code()).isEqualTo(Problem.Code.REJECTED);
    assertThat(rejected.message()).isEqualTo("not this");

    test.store.failCommits(true);
    assertThat(refused(messages.edit(before.id(), "lost", ALICE)).code())
        .isEqualTo(Problem.Code.UNAVAILABLE);
    assertThatThrownBy(() -> messages.retract(before.id(), ALICE, ""))
        .isInstanceOf(EngineException.class);
    test.store.failCommits(false);

    assertThat(messages.find(before.id())).contains(before);
    sent(EVERYONE, "after it");
    bobInbox.awaitContents(2);
    assertThat(changed(bobInbox)).isEmpty();
    assertThat(listener.all(MessageEdited.class)).isEmpty();
    assertThat(listener.all(MessageRetracted.class)).isEmpty();
    assertNothingOnItsWay();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\u0000", "\ud800"})
  void anEditHasToBeAMessage(String content) throws Exception {
    Message before = sent(EVERYONE, "as it was");
    assertThat(refused(messages.edit(before.id(), content, ALICE)).code())
        .isEqualTo(Problem.Code.INVALID);
    assertThat(refused(messages.edit(before.id(), "x".repeat(4_001), ALICE)).message())
        .contains("at most 4000");
    assertThat(messages.find(before.id())).contains(before);
  }

  @Test
  void whatIsNotThereOrWasRetractedCantBeEdited() throws Exception {
    MessageId unknown = new MessageId(42);
    Problem problem = refused(messages.edit(unknown, "x", ALICE));
    assertThat(problem.code()).isEqualTo(Problem.Code.INVALID);
    assertThat(problem.message()).contains(unknown.toString());
    assertThatThrownBy(() -> messages.retract(unknown, ALICE, ""))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID));

    Message before = sent(EVERYONE, "regretted");
    messages.retract(before.id(), ALICE, "");
    assertThat(refused(messages.edit(before.id(), "x", ALICE)).message()).contains("retracted");
    test.store.failReads(true);
    assertThat(refused(messages.edit(before.id(), "x", ALICE)).code())
        .isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failReads(false);
    assertNothingOnItsWay();
  }

  @Test
  void aRetractedMessageLeavesATombstoneAndRetractingItAgainChangesNothing() throws Exception {
    Message before = sent(TEAM, "regretted");
    Message tombstone = messages.retract(before.id(), OPERATOR, "rude");

    assertThat(tombstone.isRetracted()).isTrue();
    assertThat(tombstone.content()).isEmpty();
    assertThat(messages.retract(before.id(), ALICE, "again")).isEqualTo(tombstone);
    assertThat(test.engine.history(TEAM).latest(10)).containsExactly(tombstone);
    sent(TEAM, "after it");
    bobInbox.awaitContents(2);
    assertThat(changed(bobInbox)).containsExactly(tombstone);
    assertThat(carolInbox.deliveries).isEmpty();
    soon().until(() -> listener.all(EngineEvent.MessageSent.class).size() == 2);
    assertThat(listener.all(MessageRetracted.class))
        .containsExactly(
            new MessageRetracted(
                before, tombstone, OPERATOR, "rude", tombstone.retractedAt().orElseThrow()));
  }

  @Test
  void editsOfOneMessageAreMadeInTheOrderOfTheirCallsAndSeenInIt() throws Exception {
    Message before = sent(TEAM, "0");
    List<CompletionStage<SendResult>> edits = new ArrayList<>();
    for (int i = 1; i <= 90; i++) {
      edits.add(messages.edit(before.id(), "" + i, ALICE));
    }
    for (CompletionStage<SendResult> edit : edits) {
      result(edit).orThrow();
    }
    List<String> expected = IntStream.rangeClosed(1, 90).mapToObj(Integer::toString).toList();
    soon().until(() -> changed(bobInbox).size() == 90);
    assertThat(changed(bobInbox)).extracting(Message::content).isEqualTo(expected);
    soon().until(() -> listener.all(MessageEdited.class).size() == 90);
    assertThat(listener.all(MessageEdited.class))
        .extracting(edited -> edited.message().content())
        .isEqualTo(expected);
    assertThat(messages.find(before.id()).orElseThrow().content()).isEqualTo("90");
  }

  /** Whoever comes first: the tombstone is the end, in the store and to all who see it. */
  @Test
  void ofAnEditAndARetractAtTheSameMomentTheTombstoneWins() throws Exception {
    for (int round = 0; round < 300; round++) {
      Message before = sent(TEAM, "round " + round);
      Crowd.of(
          3,
          number -> {
            if (number == 0) {
              messages.retract(before.id(), OPERATOR, "");
            } else {
              SendResult edited = result(messages.edit(before.id(), "edited", ALICE));
              if (edited instanceof SendResult.Refused no) {
                assertThat(no.problem().code()).isEqualTo(Problem.Code.INVALID);
              }
            }
          });
      Message end = messages.find(before.id()).orElseThrow();
      assertThat(end.isRetracted()).isTrue();
      assertThat(end.content()).isEmpty();
    }
    soon().until(() -> listener.all(MessageRetracted.class).size() == 300);
    sent(TEAM, "the end");
    bobInbox.awaitContents(301);
    assertThat(lastShown(bobInbox).values()).hasSize(300).allMatch(Message::isRetracted);
    List<MessageId> retracted = new ArrayList<>();
    for (EngineEvent event : listener.events) {
      if (event instanceof MessageRetracted it) {
        retracted.add(it.message().id());
      } else if (event instanceof MessageEdited it) {
        assertThat(retracted).doesNotContain(it.message().id());
      }
    }
    assertNothingOnItsWay();
  }

  private static Map<MessageId, Message> lastShown(TestInbox inbox) {
    Map<MessageId, Message> last = new HashMap<>();
    changed(inbox).forEach(message -> last.put(message.id(), message));
    return last;
  }

  @Test
  void anEditWaitsAtTheGateAndThereMayNotBeTooManyOfThem() throws Exception {
    Message before = sent(EVERYONE, "as it was");
    Message other = sent(EVERYONE, "regretted");
    var bundle = test.framework.extension("ext", "1.0.0", MessageInterceptor.class).start();
    test.modify(Map.of("extensions", new String[] {"ext"}, "max__waiting__messages", 2));
    CompletableFuture<SendResult> first =
        messages.edit(before.id(), "one", ALICE).toCompletableFuture();
    CompletableFuture<SendResult> second =
        messages.edit(before.id(), "two", ALICE).toCompletableFuture();
    assertThat(refused(messages.edit(before.id(), "three", ALICE)).code())
        .isEqualTo(Problem.Code.UNAVAILABLE);
    assertThat(test.engine.status().waitingMessages()).isEqualTo(2);
    assertThat(messages.retract(other.id(), OPERATOR, "").isRetracted())
        .as("nobody is asked about it")
        .isTrue();
    assertThat(first).isNotDone();
    assertThat(messages.find(before.id())).contains(before);

    bundle.register(
        (MessageInterceptor) draft -> Verdict.replace(draft.content() + "!"),
        1,
        MessageInterceptor.class);

    assertThat(result(first).orThrow().content()).isEqualTo("one!");
    assertThat(result(second).orThrow().content()).isEqualTo("two!");
    assertNothingOnItsWay();
  }

  @Test
  void anInterceptorMayNotEditWhileItIsAskedButMayRetract() throws Exception {
    Message earlier = sent(EVERYONE, "earlier");
    CompletableFuture<SendResult> edited = new CompletableFuture<>();
    CompletableFuture<Message> tombstone = new CompletableFuture<>();
    test.intercept(
        draft -> {
          messages
              .edit(earlier.id(), "changed", Actor.extension("ext"))
              .thenAccept(edited::complete);
          tombstone.complete(messages.retract(earlier.id(), Actor.extension("ext"), "flood"));
          return Verdict.accept();
        });
    sent(EVERYONE, "later");
    Problem problem = ((SendResult.Refused) edited.get(10, SECONDS)).problem();
    assertThat(problem.code()).isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem.message()).contains("can't edit");
    assertThat(tombstone.get(10, SECONDS).isRetracted()).isTrue();
  }

  @Test
  void aClosedEngineTakesNoEditAndGivesUpThoseThatWait() throws Exception {
    Message before = sent(EVERYONE, "as it was");
    test.framework.extension("ext", "1.0.0", MessageInterceptor.class).start();
    test.modify(Map.of("extensions", new String[] {"ext"}));
    CompletionStage<SendResult> waiting = messages.edit(before.id(), "never", ALICE);

    test.engine.deactivate();

    assertThat(refused(waiting).code()).isEqualTo(Problem.Code.CLOSED);
    assertThat(refused(messages.edit(before.id(), "late", ALICE)).code())
        .isEqualTo(Problem.Code.CLOSED);
    assertThatThrownBy(() -> messages.retract(before.id(), ALICE, ""))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
  }

  @Test
  void theStoredMessagesOfAllConversationsAreRead() throws Exception {
    Message first = sent(EVERYONE, "one fish");
    Message second = sent(TEAM, "two fish");
    Message third = sent(EVERYONE, "red herring");

    assertThat(messages.since(first.id(), 10)).containsExactly(second, third);
    assertThat(messages.search(MessageSearch.of("fish", 10))).contains(first, second);
    assertThat(messages.conversations("", 10)).containsExactly(EVERYONE, TEAM);
    assertThat(messages.newest(EVERYONE, 2)).contains(first.id());
    assertThat(messages.newest(EVERYONE, 3)).isEmpty();
    assertThat(messages.purge(EVERYONE, third.id(), 500)).isEqualTo(1);
    assertThat(messages.find(first.id())).isEmpty();
    assertThat(refused(messages.edit(first.id(), "x", ALICE)).code())
        .isEqualTo(Problem.Code.INVALID);
  }

  @Test
  void noPageIsLargerThanItMayBe() {
    for (int limit : new int[] {0, 501}) {
      List.<Runnable>of(
              () -> messages.since(new MessageId(0), limit),
              () -> messages.conversations("", limit),
              () -> messages.purge(EVERYONE, new MessageId(0), limit),
              () -> messages.newest(EVERYONE, Math.min(limit, 0)))
          .forEach(
              call ->
                  assertThatThrownBy(call::run)
                      .isInstanceOfSatisfying(
                          EngineException.class,
                          e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID)));
    }
  }
}
