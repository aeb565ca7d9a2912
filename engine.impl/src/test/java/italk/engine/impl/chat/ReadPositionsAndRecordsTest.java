package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static italk.engine.impl.chat.TestEngine.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.ReadPositions;
import italk.engine.api.event.Change.Moderated;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.engine.impl.Crowd;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadPositionsAndRecordsTest {

  private static final Target BOB = Target.user("bob");

  private final TestEngine test = new TestEngine(Map.of("listener__queue", 100_000));
  private final ReadPositions positions = test.engine.readPositions();
  private final ModerationRecords records = new StoredModerationRecords(test.store, test.engine);

  @AfterEach
  void stop() {
    test.close();
  }

  private static void assertProblem(Problem.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
  }

  @Test
  void whatWasReadIsKeptAndNeverGoesBack() {
    test.connect("alice");
    Conversation everyone = Conversation.everyone();
    assertThat(positions.position("alice", everyone)).isEmpty();
    positions.read("alice", everyone, new MessageId(7));
    positions.read("alice", everyone, new MessageId(3));
    assertThat(positions.position("alice", everyone)).contains(new MessageId(7));
  }

  @Test
  void whoTakesNoPartReadsNothing() {
    test.connect("alice");
    test.engine.groups().create("team", Group.Visibility.PUBLIC, Map.of());
    MessageId id = new MessageId(1);
    assertProblem(
        Problem.Code.UNKNOWN_USER, () -> positions.read("nobody", Conversation.everyone(), id));
    assertProblem(
        Problem.Code.NOT_ALLOWED,
        () -> positions.read("alice", Conversation.direct("bob", "carol"), id));
    assertProblem(
        Problem.Code.NOT_A_MEMBER, () -> positions.read("alice", Conversation.group("team"), id));
    assertProblem(
        Problem.Code.UNKNOWN_GROUP, () -> positions.read("alice", Conversation.group("none"), id));
    assertProblem(Problem.Code.INVALID, () -> positions.unread("alice", "", 501));
    test.engine.groups().join("team", "alice");
    positions.read("alice", Conversation.group("team"), id);
    positions.read("alice", Conversation.direct("alice", "bob"), id);
    assertThat(positions.position("alice", Conversation.group("team"))).contains(id);
  }

  @Test
  void recordsAreToldInTheOrderOfTheirNumbers() throws Exception {
    TestListener listener = TestListener.of(test.engine);
    Crowd.of(
        4,
        number -> {
          for (int i = 0; i < 50; i++) {
            records.record(
                Actor.operator(),
                "mute",
                Target.user("u" + number),
                "",
                Optional.empty(),
                Map.of());
          }
        });
    soon().until(() -> listener.all(Moderated.class).size() == 200);
    List<Long> told =
        listener.all(Moderated.class).stream().map(event -> event.record().number()).toList();
    assertThat(told).isSorted().doesNotHaveDuplicates();
    assertThat(records.latest(500)).hasSize(200);
    assertThat(records.about(Target.user("u2"), Long.MAX_VALUE, 500)).hasSize(50);
  }

  @Test
  void aRecordIsAsItWasGivenAlsoByAnInterceptor() throws Exception {
    Instant until = Instant.parse("2030-01-01T00:00:00Z");
    test.intercept(
        draft -> {
          records.record(
              Actor.extension("ext"), "ban", BOB, "spam", Optional.of(until), Map.of("n", 3));
          return Verdict.accept();
        });
    result(test.connect("alice").send(Conversation.everyone(), "x")).orThrow();
    ModerationRecord record = records.latest(1).get(0);
    assertThat(record.by()).isEqualTo(Actor.extension("ext"));
    assertThat(record.action()).isEqualTo("ban");
    assertThat(record.target()).isEqualTo(BOB);
    assertThat(record.reason()).isEqualTo("spam");
    assertThat(record.until()).contains(until);
    assertThat(record.details().asMap()).containsEntry("n", 3L);
  }

  @Test
  void whatIsNoRecordOrNotCommittedIsNeitherKeptNorTold() throws Exception {
    TestListener listener = TestListener.of(test.engine);
    assertProblem(
        Problem.Code.INVALID,
        () -> records.record(Actor.operator(), "No!", BOB, "", Optional.empty(), Map.of()));
    assertProblem(
        Problem.Code.INVALID,
        () ->
            records.record(
                Actor.operator(), "ban", BOB, "x".repeat(1_001), Optional.empty(), Map.of()));
    assertProblem(Problem.Code.INVALID, () -> records.latest(0));
    assertProblem(Problem.Code.INVALID, () -> records.about(BOB, 1, 501));
    test.store.failWriting(true);
    assertThat(test.engine.status().readOnly()).contains("the test wants it so");
    assertProblem(
        Problem.Code.UNAVAILABLE,
        () -> records.record(Actor.operator(), "ban", BOB, "", Optional.empty(), Map.of()));
    test.store.failWriting(false);
    assertThat(test.engine.status().readOnly()).isEmpty();
    records.record(Actor.operator(), "ban", BOB, "", Optional.empty(), Map.of());
    soon().until(() -> listener.all(Moderated.class).size() == 1);
    assertThat(records.latest(10)).hasSize(1);
  }
}
