package italk.ext.groups;

import static italk.engine.api.Group.Role.MEMBER;
import static italk.engine.api.Group.Role.MODERATOR;
import static italk.engine.api.Group.Role.OWNER;
import static italk.ext.groups.Scene.GROUP;
import static italk.ext.groups.Scene.OPERATOR;
import static italk.ext.groups.Scene.problem;
import static italk.ext.groups.Scene.refusal;
import static italk.ext.groups.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.moderation.GroupRight;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who leads a group, who may do what there, and what is recorded. */
class GroupActionsTest {

  private final Scene scene = new Scene().withGroup(Group.Visibility.PUBLIC);
  private final GroupActions actions = scene.actions;

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void a_user_creates_a_group_and_owns_it() {
    Group created = actions.create(user("u"), "go", Group.Visibility.PRIVATE, "u");

    assertThat(created.members()).isEqualTo(Map.of("u", OWNER));
    assertThat(problem(() -> actions.create(user("u"), "2", Group.Visibility.PUBLIC, "v")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.create(OPERATOR, "2", Group.Visibility.PUBLIC, "nobody")))
        .isEqualTo(Problem.Code.UNKNOWN_USER);
    assertThat(scene.groups.find("2")).isEmpty();
  }

  @Test
  void where_the_options_say_so_users_create_nothing() {
    scene.book.modified(new TestOptions().with("users__may__create", false).get());

    assertThat(problem(() -> actions.create(user("u"), "go", Group.Visibility.PUBLIC, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    scene.moderating("u");
    assertThat(actions.create(user("u"), "go", Group.Visibility.PUBLIC, "v").members())
        .isEqualTo(Map.of("v", OWNER));
  }

  @Test
  void removing_needs_the_right_and_a_higher_role() {
    assertThat(refusal(() -> actions.remove(user("a"), GROUP, "b", "")))
        .hasMessage(
            "In the group \"chess\", the right \"remove\" belongs to the role moderator and"
                + " above: the user a has the role member.");
    assertThat(problem(() -> actions.remove(user("m1"), GROUP, "m2", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.remove(user("m1"), GROUP, "o", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.remove(user("stranger"), GROUP, "a", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.remove(user("m1"), GROUP, "stranger", "")))
        .isEqualTo(Problem.Code.NOT_A_MEMBER);
    assertThat(scene.recorded).isEmpty();

    actions.remove(user("m1"), GROUP, "a", "spam");
    actions.remove(user("o"), GROUP, "m2", "");

    assertThat(scene.roleOf("a")).isNull();
    assertThat(scene.roleOf("m2")).isNull();
    assertThat(scene.recorded)
        .containsExactly(
            "user m1: group_remove user a because spam", "user o: group_remove user m2 because ");
  }

  @Test
  void roles_are_changed_by_who_has_the_right_and_owners_by_owners() {
    assertThat(problem(() -> actions.setRole(user("m1"), GROUP, "a", MODERATOR, "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.setRule(user("o"), GROUP, "change", "moderator", "");
    actions.setRole(user("m1"), GROUP, "a", MODERATOR, "helps");

    assertThat(scene.roleOf("a")).isEqualTo(MODERATOR);
    assertThat(problem(() -> actions.setRole(user("m1"), GROUP, "m1", OWNER, "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.setRole(user("m1"), GROUP, "o", MEMBER, "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.setRole(user("o"), GROUP, "m1", OWNER, "");
    actions.setRole(user("m1"), GROUP, "o", MEMBER, "");
    assertThat(scene.roleOf("o")).isEqualTo(MEMBER);
    assertThat(scene.recorded).contains("user m1: group_role user a because helps");
  }

  @Test
  void the_last_owner_can_neither_leave_nor_be_removed_nor_demoted() {
    assertThat(refusal(() -> actions.leave(user("o"), GROUP, "o")))
        .hasMessage(
            "The user \"o\" is the last owner of the group \"chess\": hand it over first, or"
                + " delete it.");
    assertThat(problem(() -> actions.remove(OPERATOR, GROUP, "o", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.setRole(user("o"), GROUP, "o", MEMBER, "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);

    actions.handOver(user("o"), GROUP, "a", "holidays");

    assertThat(scene.roleOf("a")).isEqualTo(OWNER);
    assertThat(scene.roleOf("o")).isEqualTo(MODERATOR);
    actions.leave(user("o"), GROUP, "o");
    assertThat(scene.recorded).containsExactly("user o: group_hand_over user a because holidays");
  }

  @Test
  void handing_over_is_for_owners_and_to_members() {
    assertThat(problem(() -> actions.handOver(user("m1"), GROUP, "m1", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.handOver(user("o"), GROUP, "o", "")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(problem(() -> actions.handOver(user("o"), GROUP, "stranger", "")))
        .isEqualTo(Problem.Code.NOT_A_MEMBER);
  }

  @Test
  void the_operator_hands_any_group_over_and_all_owners_step_down() {
    actions.setRole(user("o"), GROUP, "m1", OWNER, "");

    actions.handOver(OPERATOR, GROUP, "stranger", "");

    assertThat(scene.roleOf("stranger")).isEqualTo(OWNER);
    assertThat(scene.roleOf("o")).isEqualTo(MODERATOR);
    assertThat(scene.roleOf("m1")).isEqualTo(MODERATOR);
  }

  @Test
  void a_group_that_the_engine_left_without_owner_gets_one_from_who_moderates_groups() {
    scene.groups.create("left", Group.Visibility.PRIVATE, Map.of());
    scene.groups.add("left", "m", MODERATOR);
    assertThat(problem(() -> actions.handOver(user("m"), "left", "m", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    scene.moderating("mod");

    actions.handOver(user("mod"), "left", "m", "");

    assertThat(scene.groups.find("left").orElseThrow().members()).isEqualTo(Map.of("m", OWNER));
  }

  @Test
  void a_group_is_deleted_by_its_owner_with_everything_that_was_kept() {
    actions.setRule(user("o"), GROUP, "read_only", "true", "quiet");
    assertThat(problem(() -> actions.delete(user("m1"), GROUP, "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);

    actions.delete(user("o"), GROUP, "over");

    assertThat(scene.groups.find(GROUP)).isEmpty();
    assertThat(scene.recorded)
        .containsExactly(
            "user o: group_rule group chess because quiet",
            "user o: group_delete group chess because over");
  }

  @Test
  void what_changes_nothing_is_not_recorded() {
    actions.setRule(OPERATOR, GROUP, "read_only", "default", "");
    actions.setRole(OPERATOR, GROUP, "a", MEMBER, "");
    actions.handOver(OPERATOR, GROUP, "o", "");

    assertThat(scene.recorded).isEmpty();
  }

  @Test
  void what_is_done_and_can_not_be_recorded_is_said() {
    scene.recordsFail = true;

    assertThat(refusal(() -> actions.remove(OPERATOR, GROUP, "a", "")))
        .hasMessage("It is done (group_remove, user a), but not recorded: The disk is full.");
    assertThat(scene.roleOf("a")).isNull();
  }

  @Test
  void a_reason_out_of_bounds_stops_it_before_it_is_done() {
    assertThat(problem(() -> actions.remove(OPERATOR, GROUP, "a", "x".repeat(1_001))))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(problem(() -> actions.delete(OPERATOR, GROUP, "\0")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(scene.roleOf("a")).isEqualTo(MEMBER);
  }

  @Test
  void others_can_ask_for_a_right() {
    scene.moderating("mod");

    assertThat(actions.allows(user("m1"), GROUP, GroupRight.REMOVE)).isTrue();
    assertThat(actions.allows(user("a"), GROUP, GroupRight.REMOVE)).isFalse();
    assertThat(actions.allows(user("mod"), GROUP, GroupRight.CHANGE)).isTrue();
    assertThat(actions.allows(OPERATOR, "none", GroupRight.WRITE)).isFalse();
  }

  @Test
  void what_is_not_there_is_named() {
    assertThat(refusal(() -> actions.rules("go\n")))
        .hasMessage("There is no group \"go\\u000a\": create it first.");
    assertThat(problem(() -> actions.join(user("u"), "go", "u")))
        .isEqualTo(Problem.Code.UNKNOWN_GROUP);
  }
}
