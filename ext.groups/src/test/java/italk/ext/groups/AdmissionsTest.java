package italk.ext.groups;

import static italk.engine.api.Group.Role.MEMBER;
import static italk.ext.groups.Scene.GROUP;
import static italk.ext.groups.Scene.OPERATOR;
import static italk.ext.groups.Scene.problem;
import static italk.ext.groups.Scene.refusal;
import static italk.ext.groups.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.moderation.PendingMember;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How to come into a group, and how to go. */
class AdmissionsTest {

  private final Scene scene = new Scene().withGroup(Group.Visibility.PRIVATE);
  private final GroupActions actions = scene.actions;

  @AfterEach
  void end() {
    scene.close();
  }

  @Test
  void into_a_public_group_comes_who_wants_to() {
    actions.create(user("o"), "open", Group.Visibility.PUBLIC, "o");

    actions.join(user("u"), "open", "u");

    assertThat(problem(() -> actions.join(user("u"), "open", "v")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.request(user("v"), "open", "v")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(actions.join(OPERATOR, "open", "v").members().keySet())
        .containsExactly("o", "u", "v");
  }

  @Test
  void into_a_private_group_comes_who_is_invited_and_accepts() {
    assertThat(refusal(() -> actions.join(user("u"), GROUP, "u")))
        .hasMessage("The group \"chess\" is private: somebody has to invite you.");
    assertThat(problem(() -> actions.accept(user("u"), GROUP, "u")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(problem(() -> actions.invite(user("a"), GROUP, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    PendingMember invited = actions.invite(user("m1"), GROUP, "u");

    assertThat(actions.invite(user("m2"), GROUP, "u")).isEqualTo(invited);
    assertThat(actions.pendingOf(user("u"), "u")).containsExactly(invited);
    assertThat(problem(() -> actions.accept(user("b"), GROUP, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.accept(user("u"), GROUP, "u");

    assertThat(scene.roleOf("u")).isEqualTo(MEMBER);
    assertThat(actions.pending(OPERATOR, GROUP)).isEmpty();
    assertThat(scene.storage.all()).isEmpty();
    assertThat(problem(() -> actions.invite(user("m1"), GROUP, "u")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(problem(() -> actions.invite(user("m1"), GROUP, "nobody")))
        .isEqualTo(Problem.Code.UNKNOWN_USER);
    assertThat(scene.told).containsExactly("groups_management/invited");
  }

  @Test
  void an_invitation_is_declined_or_taken_back() {
    actions.invite(user("m1"), GROUP, "u");
    actions.invite(user("m1"), GROUP, "v");
    assertThat(problem(() -> actions.decline(user("v"), GROUP, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);

    actions.decline(user("u"), GROUP, "u");
    actions.decline(user("m2"), GROUP, "v");

    assertThat(problem(() -> actions.accept(user("u"), GROUP, "u")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(actions.pending(user("m1"), GROUP)).isEmpty();
  }

  @Test
  void into_a_group_by_approval_comes_who_asks_and_is_approved() {
    assertThat(problem(() -> actions.request(user("u"), GROUP, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.setRule(user("o"), GROUP, "entry", "approval", "");
    actions.request(user("u"), GROUP, "u");
    actions.request(user("v"), GROUP, "v");

    assertThat(problem(() -> actions.accept(user("u"), GROUP, "u")))
        .isEqualTo(Problem.Code.INVALID);
    assertThat(problem(() -> actions.approve(user("a"), GROUP, "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.pending(user("a"), GROUP)))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(refusal(() -> actions.invite(user("m1"), GROUP, "u")))
        .hasMessage("The user \"u\" has asked to come in already: approve that.");
    actions.approve(user("m1"), GROUP, "u");
    actions.refuse(user("m1"), GROUP, "v");

    assertThat(scene.roleOf("u")).isEqualTo(MEMBER);
    assertThat(scene.roleOf("v")).isNull();
    assertThat(actions.pending(user("m1"), GROUP)).isEmpty();
    assertThat(scene.told)
        .containsExactly(
            "groups_management/requested",
            "groups_management/requested",
            "groups_management/refused");
  }

  @Test
  void nobody_comes_in_past_the_limit_on_members() {
    actions.setRule(user("o"), GROUP, "max_members", "5", "");
    actions.setRule(user("o"), GROUP, "entry", "approval", "");
    actions.invite(user("o"), GROUP, "u");
    actions.request(user("v"), GROUP, "v");

    assertThat(refusal(() -> actions.accept(user("u"), GROUP, "u")))
        .hasMessageStartingWith("The group \"chess\" is full: it has 5 of at most 5 members.");
    assertThat(problem(() -> actions.approve(user("o"), GROUP, "v")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(problem(() -> actions.handOver(OPERATOR, GROUP, "w", "")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.leave(user("a"), GROUP, "a");
    actions.accept(user("u"), GROUP, "u");
    assertThat(scene.roleOf("u")).isEqualTo(MEMBER);
  }

  @Test
  void the_limit_of_the_options_holds_where_a_group_has_none() {
    scene.book.modified(new TestOptions().with("max__members", 1).get());
    actions.create(user("o"), "small", Group.Visibility.PUBLIC, "o");

    assertThat(problem(() -> actions.join(user("u"), "small", "u")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
  }

  @Test
  void how_many_may_be_pending_is_bounded_for_each_kind() {
    scene.book.modified(new TestOptions().with("max__pending", 2).with("entry", "approval").get());
    actions.request(user("u1"), GROUP, "u1");
    actions.request(user("u2"), GROUP, "u2");

    assertThat(problem(() -> actions.request(user("u3"), GROUP, "u3")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);
    actions.invite(user("o"), GROUP, "u4");
  }

  @Test
  void what_is_not_answered_in_time_ends_and_leaves_room() {
    scene.book.modified(new TestOptions().with("max__pending", 1).with("pending__days", 2).get());
    actions.invite(user("o"), GROUP, "u");
    scene.time.pass(Duration.ofDays(2));

    assertThat(problem(() -> actions.accept(user("u"), GROUP, "u")))
        .isEqualTo(Problem.Code.INVALID);
    actions.invite(user("o"), GROUP, "v");
    assertThat(actions.pending(user("o"), GROUP))
        .extracting(PendingMember::userId)
        .containsExactly("v");
  }

  @Test
  void who_comes_in_by_another_door_is_pending_no_more() {
    actions.invite(user("o"), GROUP, "u");
    scene.groups.add(GROUP, "u", MEMBER);

    assertThat(actions.pending(user("o"), GROUP)).isEmpty();
    assertThat(actions.pendingOf(user("u"), "u")).isEmpty();
  }

  @Test
  void members_go_when_they_like_and_nobody_else_makes_them_leave() {
    assertThat(problem(() -> actions.leave(user("m1"), GROUP, "a")))
        .isEqualTo(Problem.Code.NOT_ALLOWED);

    actions.leave(user("a"), GROUP, "a");
    actions.leave(user("a"), GROUP, "a");

    assertThat(scene.roleOf("a")).isNull();
  }

  @Test
  void who_is_in_stays_in_when_the_invitation_can_not_be_forgotten() {
    actions.invite(user("o"), GROUP, "u");
    scene.storage.fail(true);

    actions.accept(user("u"), GROUP, "u");

    assertThat(scene.roleOf("u")).isEqualTo(MEMBER);
  }

  @Test
  void a_group_that_is_gone_invites_nobody() {
    actions.invite(user("o"), GROUP, "u");
    scene.groups.delete(GROUP);
    scene.groups.create(GROUP, Group.Visibility.PRIVATE, Map.of());

    assertThat(actions.pendingOf(user("u"), "u")).isEmpty();
  }
}
