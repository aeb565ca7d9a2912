package italk.ext.groups;

import static italk.ext.groups.Scene.GROUP;
import static italk.ext.groups.Scene.OPERATOR;
import static italk.ext.groups.Scene.problem;
import static italk.ext.groups.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.event.Change;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept about groups, for how long, and what the options are for. */
class GroupBookTest {

  private final Scene scene = new Scene().withGroup(Group.Visibility.PRIVATE);

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void rules_and_who_is_pending_survive_an_update() {
    scene.actions.setRule(OPERATOR, GROUP, "slow_mode_seconds", "7", "");
    scene.actions.setRule(OPERATOR, GROUP, "entry", "approval", "");
    scene.actions.invite(user("m1"), GROUP, "guest");
    scene.actions.request(user("stranger"), GROUP, "stranger");
    GroupRules before = scene.actions.rules(GROUP);

    scene.start(new TestOptions());

    assertThat(scene.actions.rules(GROUP)).isEqualTo(before);
    assertThat(scene.actions.pending(OPERATOR, GROUP))
        .extracting(each -> each.userId() + " " + each.kind() + " " + each.by())
        .containsExactly("guest INVITED user m1", "stranger REQUESTED user stranger");
  }

  @Test
  void a_rule_of_the_group_stands_and_the_others_follow_the_options() {
    scene.actions.setRule(OPERATOR, GROUP, "invite", "member", "");

    scene.book.modified(
        new TestOptions().with("invite", "owner").with("slow__mode__seconds", 5).get());

    GroupRules rules = scene.actions.rules(GROUP);
    assertThat(rules.lowestRoles()).containsEntry(GroupRight.INVITE, Group.Role.MEMBER);
    assertThat(rules.slowMode()).isEqualTo(Duration.ofSeconds(5));
    assertThat(rules.own()).containsExactly("invite");
    assertThat(scene.actions.setRule(OPERATOR, GROUP, "invite", "default", "").lowestRoles())
        .containsEntry(GroupRight.INVITE, Group.Role.OWNER);
    assertThat(scene.storage.all()).isEmpty();
  }

  @Test
  void options_out_of_bounds_are_named_and_leave_the_previous_in_force() {
    scene.book.modified(new TestOptions().with("max__members", 0).get());

    assertThat(scene.actions.rules(GROUP).maxMembers()).isEqualTo(Group.MAX_MEMBERS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(new TestOptions().with("max__pending", 1_001).get()))
        .withMessage("groups_management.max_pending is 1 to 1000, found 1001.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(new TestOptions().with("write", "guest").get()))
        .withMessageContaining("write is owner or moderator or member, found \"guest\"");
  }

  @Test
  void another_group_of_the_same_name_inherits_nothing() {
    scene.actions.setRule(OPERATOR, GROUP, "read_only", "true", "");
    scene.groups.delete(GROUP);
    scene.groups.create(GROUP, Group.Visibility.PUBLIC, Map.of());

    assertThat(scene.actions.rules(GROUP).readOnly()).isFalse();
  }

  @Test
  void nothing_is_kept_about_a_deleted_group_whoever_deletes_it() {
    GroupWatch watch = new GroupWatch(scene.engine, scene.book, scene.work);
    scene.actions.setRule(OPERATOR, GROUP, "read_only", "true", "");
    Group deleted = scene.groups.find(GROUP).orElseThrow();
    scene.groups.delete(GROUP);

    watch.onChange(new Change.GroupDeleted(deleted, Instant.EPOCH));

    scene.work.run(() -> {}); // It is done after what was handed in before.
    assertThat(scene.storage.all()).isEmpty();
  }

  @Test
  void nothing_is_kept_about_a_group_that_was_deleted_while_nothing_of_this_ran() {
    scene.actions.setRule(OPERATOR, GROUP, "read_only", "true", "");
    scene.groups.delete(GROUP);
    scene.groups.create(GROUP, Group.Visibility.PUBLIC, Map.of());
    scene.start(new TestOptions());

    new GroupWatch(scene.engine, scene.book, scene.work);

    scene.work.run(() -> {});
    assertThat(scene.storage.all()).isEmpty();
  }

  @Test
  void what_cannot_be_read_or_is_not_ours_stops_nothing() {
    scene.storage.putAll(Map.of(GroupBook.KEY + GROUP, "rubbish", "else", "something"));

    scene.start(new TestOptions());

    assertThat(scene.actions.rules(GROUP).own()).isEmpty();
    scene.actions.setRule(OPERATOR, GROUP, "read_only", "true", "");
    scene.start(new TestOptions());
    assertThat(scene.actions.rules(GROUP).readOnly()).isTrue();
  }

  @Test
  void a_rule_that_could_not_be_kept_does_not_hold() {
    scene.storage.fail(true);

    assertThat(problem(() -> scene.actions.setRule(OPERATOR, GROUP, "read_only", "true", "")))
        .isEqualTo(Problem.Code.UNAVAILABLE);

    assertThat(scene.actions.rules(GROUP).readOnly()).isFalse();
  }
}
