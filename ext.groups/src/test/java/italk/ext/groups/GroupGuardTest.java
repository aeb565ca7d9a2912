package italk.ext.groups;

import static italk.ext.groups.Scene.GROUP;
import static italk.ext.groups.Scene.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose message to a group is refused, and in which words. */
class GroupGuardTest {

  private final Scene scene = new Scene().withGroup(Group.Visibility.PUBLIC);

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void every_member_writes_where_no_rule_is_against_it() {
    for (String userId : new String[] {"o", "m1", "a"}) {
      assertThat(send(userId)).isInstanceOf(Verdict.Accept.class);
    }
  }

  @Test
  void who_may_write_is_a_right() {
    rule("write", "moderator");

    assertThat(send("m1")).isInstanceOf(Verdict.Accept.class);
    assertThat(reason(send("a"))).isEqualTo("Your role doesn't allow you to write in this group.");
    assertThat(reason(edit("a"))).isEqualTo("Your role doesn't allow you to write in this group.");
  }

  @Test
  void a_read_only_group_is_for_those_with_the_right_to_write_all_the_same() {
    rule("read_only", "true");
    assertThat(send("m1")).isInstanceOf(Verdict.Accept.class);
    assertThat(reason(send("a"))).isEqualTo("This group is read-only.");
    assertThat(reason(edit("a"))).isEqualTo("This group is read-only.");

    rule("write_read_only", "owner");

    assertThat(reason(send("m1"))).isEqualTo("This group is read-only.");
    assertThat(send("o")).isInstanceOf(Verdict.Accept.class);
  }

  @Test
  void slow_mode_tells_the_time_to_retry_for_each_user_by_itself() {
    rule("slow_mode_seconds", "10");
    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);
    scene.time.pass(Duration.ofMillis(6_500));

    Verdict.Reject refused = (Verdict.Reject) send("a");

    assertThat(refused.reason()).isEqualTo("This group is in slow mode: try again in 4 s.");
    assertThat(refused.retryAfter()).contains(Duration.ofMillis(3_500));
    assertThat(send("b")).isInstanceOf(Verdict.Accept.class);
    scene.time.pass(Duration.ofMillis(3_500));
    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);
    assertThat(send("a")).isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void slow_mode_counts_neither_edits_nor_those_with_the_right_to_skip_it() {
    rule("slow_mode_seconds", "10");
    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);

    assertThat(edit("a")).isInstanceOf(Verdict.Accept.class);
    assertThat(send("m1")).isInstanceOf(Verdict.Accept.class);
    assertThat(send("m1")).isInstanceOf(Verdict.Accept.class);
    rule("skip_slow_mode", "owner");
    assertThat(send("m1")).isInstanceOf(Verdict.Accept.class);
    assertThat(send("m1")).isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void an_update_is_no_way_around_slow_mode_and_the_time_in_between_counts() {
    rule("slow_mode_seconds", "10");
    send("a");
    scene.time.pass(Duration.ofSeconds(3));
    send("b");
    scene.guard.deactivate();
    scene.time.pass(Duration.ofSeconds(7));

    scene.start(new TestOptions());

    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);
    assertThat(((Verdict.Reject) send("b")).retryAfter()).contains(Duration.ofSeconds(3));
  }

  @Test
  void who_waits_is_kept_no_longer_than_that_and_a_clock_set_back_takes_nothing() {
    rule("slow_mode_seconds", "10");
    send("a");
    scene.guard.deactivate();
    scene.time.set(Duration.ofDays(-1));
    scene.start(new TestOptions());
    assertThat(((Verdict.Reject) send("a")).retryAfter()).contains(Duration.ofSeconds(10));
    scene.time.pass(Duration.ofSeconds(10));

    scene.guard.deactivate();

    assertThat(scene.storage.all()).doesNotContainKey(GroupGuard.WRITERS);
  }

  @Test
  void what_cannot_be_read_or_kept_of_slow_mode_stops_nothing() {
    rule("slow_mode_seconds", "10");
    scene.storage.put(GroupGuard.WRITERS, "rubbish");
    scene.start(new TestOptions());
    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);
    scene.storage.fail(true);

    scene.guard.deactivate();
  }

  @Test
  void words_are_in_the_language_of_the_sender() {
    rule("read_only", "true");

    assertThat(reason(send(user("a", Map.of("locale", "fr_CA")), Optional.empty())))
        .isEqualTo("Ce groupe est en lecture seule.");
    assertThat(reason(send(user("a", Map.of("locale", "?")), Optional.empty())))
        .isEqualTo("This group is read-only.");
  }

  @Test
  void who_has_the_permission_counts_as_an_owner_in_a_group() {
    rule("write", "owner");
    assertThat(send("a")).isInstanceOf(Verdict.Reject.class);

    scene.moderating("a");

    assertThat(send("a")).isInstanceOf(Verdict.Accept.class);
    assertThat(send("b")).isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void who_is_no_member_edits_nothing_there_any_more() {
    assertThat(reason(edit("stranger"))).isEqualTo("You are no member of this group any more.");
  }

  @Test
  void other_conversations_are_no_concern_of_this() {
    for (Conversation other :
        new Conversation[] {Conversation.everyone(), Conversation.direct("a", "b")}) {
      MessageDraft draft =
          new MessageDraft(user("a", Map.of()), "s", other, "hi", Optional.empty(), Instant.EPOCH);
      assertThat(scene.guard.intercept(draft)).isInstanceOf(Verdict.Accept.class);
    }
  }

  private void rule(String rule, String value) {
    scene.actions.setRule(OPERATOR, GROUP, rule, value, "");
  }

  private Verdict send(String userId) {
    return send(user(userId, Map.of()), Optional.empty());
  }

  private Verdict edit(String userId) {
    return send(user(userId, Map.of()), Optional.of(new MessageId(1)));
  }

  @Test
  void whatAMemberWroteWhoHasLeftCanBeEditedByOthers() {
    MessageDraft edit =
        new MessageDraft(
            user("nobody", Map.of()),
            "",
            Conversation.group(GROUP),
            "Bonjour",
            Optional.empty(),
            Instant.EPOCH,
            Optional.of(new MessageId(1)),
            Optional.of(Actor.operator()));

    assertThat(edit("nobody")).isInstanceOf(Verdict.Reject.class);
    assertThat(scene.guard.intercept(edit)).isEqualTo(Verdict.accept());
  }

  private Verdict send(User sender, Optional<MessageId> edits) {
    return scene.guard.intercept(
        new MessageDraft(
            sender,
            "",
            Conversation.group(GROUP),
            "Bonjour",
            Optional.empty(),
            Instant.EPOCH,
            edits,
            edits.map(id -> Actor.user(sender.id()))));
  }

  private static User user(String id, Map<String, ?> metadata) {
    return new User(id, id, Metadata.of(metadata), Instant.EPOCH, true);
  }

  private static String reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Reject.class);
    return ((Verdict.Reject) verdict).reason();
  }
}
