package italk.ext.events.fact;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of event has a name, and what it says is JSON without the content of messages. */
class EventFactsTest {

  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final User ALICE =
      new User("123", "Alice", Metadata.of(Map.of("role", "admin")), AT, true);
  private static final Message MESSAGE =
      new Message(
          MessageId.firstAt(AT),
          Conversation.group("sales"),
          "123",
          "Alice",
          "SECRET WORDS",
          Optional.empty());
  private static final Group GROUP =
      new Group(
          "sales", Group.Visibility.PRIVATE, Metadata.EMPTY, Map.of("123", Group.Role.OWNER), AT);

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of("message_sent", new EngineEvent.MessageSent(ALICE, MESSAGE)),
        Arguments.of("user_connected", new EngineEvent.UserConnected(ALICE, "s1", true, AT)),
        Arguments.of(
            "user_disconnected", new EngineEvent.UserDisconnected(ALICE, "s1", true, "bye", AT)),
        Arguments.of("error", new Failure("welcome", "listen", "123", "it threw", AT)),
        Arguments.of("custom:polls/closed", CustomEvent.of("polls/closed", Map.of("id", 7))),
        Arguments.of("user_registered", new Change.UserRegistered(ALICE, AT)),
        Arguments.of("user_changed", new Change.UserChanged(ALICE, ALICE.withName("Ali"), AT)),
        Arguments.of("group_created", new Change.GroupCreated(GROUP, AT)),
        Arguments.of("group_changed", new Change.GroupChanged(GROUP, GROUP, AT)),
        Arguments.of("group_deleted", new Change.GroupDeleted(GROUP, AT)),
        Arguments.of("member_joined", new Change.MemberJoined(GROUP, "123", Group.Role.OWNER, AT)),
        Arguments.of("member_left", new Change.MemberLeft(GROUP, "456", AT)),
        Arguments.of(
            "message_edited",
            new Change.MessageEdited(
                MESSAGE, MESSAGE.edited("SECRET TOO", AT), Actor.user("123"), AT)),
        Arguments.of(
            "message_retracted",
            new Change.MessageRetracted(
                MESSAGE, MESSAGE.retracted(AT), Actor.operator(), "rude", AT)),
        Arguments.of(
            "moderated",
            new Change.Moderated(
                new ModerationRecord(
                    1,
                    AT,
                    Actor.operator(),
                    "ban",
                    Target.user("456"),
                    "spam",
                    Optional.of(AT),
                    Metadata.EMPTY))),
        Arguments.of(
            "extension_changed",
            new Change.ExtensionChanged(
                new ExtensionStatus(
                    "welcome",
                    Optional.of("1.0.0"),
                    7,
                    ExtensionStatus.State.ACTIVE,
                    1,
                    List.of(),
                    FailurePolicy.ACCEPT,
                    Duration.ofSeconds(1),
                    "",
                    0,
                    0,
                    0),
                AT)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void each_kind_has_a_name_and_no_content(String type, EngineEvent event) {
    EventFacts facts = EventFacts.of(event);

    assertThat(facts.type()).isEqualTo(type);
    assertThat(facts.at()).isEqualTo(event.at());
    assertThat(facts.toString()).doesNotContain("SECRET");
    assertThat(Json.object(Json.text(facts.data()))).hasSameSizeAs(facts.data());
    boolean isOfGroup =
        type.startsWith("group") || type.startsWith("member") || type.startsWith("message");
    assertThat(facts.conversation())
        .isEqualTo(isOfGroup ? Optional.of(Conversation.group("sales")) : Optional.empty());
  }

  @Test
  void members_are_counted_and_not_listed() {
    assertThat(EventFacts.of(new Change.GroupCreated(GROUP, AT)).data())
        .containsEntry(
            "group",
            Map.of("name", "sales", "visibility", "private", "members", 1, "metadata", Map.of()));
  }
}
