package italk.ext.groups.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupModeration;
import italk.engine.api.moderation.PendingMember;
import italk.ext.groups.rule.Rule;
import italk.ext.groups.rule.RuleValues;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator reads, and what is asked for on the operator's behalf. */
class GroupModerationCommandsTest {

  private static final PendingMember ASKS =
      new PendingMember(
          "g",
          "u",
          PendingMember.Kind.REQUESTED,
          Actor.user("u"),
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(60));

  private final List<String> calls = new ArrayList<>();
  private final GroupModerationCommands commands =
      new GroupModerationCommands(
          (GroupModeration)
              Proxy.newProxyInstance(
                  GroupModeration.class.getClassLoader(),
                  new Class<?>[] {GroupModeration.class},
                  (self, method, arguments) -> {
                    calls.add(method.getName() + Arrays.toString(arguments));
                    return switch (method.getName()) {
                      case "rules", "setRule" -> rules();
                      case "pending" -> List.of(ASKS);
                      default -> null;
                    };
                  }));

  private static Object rules() {
    return new RuleValues(
            Map.of(
                Rule.WRITE, "member",
                Rule.WRITE_READ_ONLY, "moderator",
                Rule.SKIP_SLOW_MODE, "moderator",
                Rule.INVITE, "moderator",
                Rule.REMOVE, "moderator",
                Rule.CHANGE, "owner",
                Rule.ENTRY, "invitation",
                Rule.READ_ONLY, "false",
                Rule.SLOW_MODE_SECONDS, "0",
                Rule.MAX_MEMBERS, "10000"))
        .with(Map.of(Rule.SLOW_MODE_SECONDS, "10"));
  }

  @Test
  void rules_are_shown_with_those_that_are_the_groups_own() {
    assertThat(commands.groupRules("g"))
        .isEqualTo(
            String.join(
                "\n",
                "write              member",
                "write_read_only    moderator",
                "skip_slow_mode     moderator",
                "invite             moderator",
                "remove             moderator",
                "change             owner",
                "entry              invitation",
                "read_only          false",
                "slow_mode_seconds  10          (of this group)",
                "max_members        10000"));
  }

  @Test
  void the_operator_acts_and_the_reason_is_all_the_words_that_are_left() {
    commands.groupRule("g", "read_only", "true", "quiet", null, "please");

    assertThat(calls).containsExactly("setRule[operator, g, read_only, true, quiet null please]");
  }

  @Test
  void who_asks_is_listed_apart_from_who_is_invited() {
    assertThat(commands.requests("g")).startsWith("u  requested by user u at 19");
    assertThat(commands.invitations("g")).isEqualTo("Nobody is invited into \"g\".");
  }

  @Test
  void a_role_is_a_word_in_any_case() {
    assertThat(commands.groupRole("g", "u", "Owner")).isEqualTo("u is owner of \"g\".");
    assertThat(calls).containsExactly("setRole[operator, g, u, OWNER, ]");
    assertThatThrownBy(() -> commands.groupRole("g", "u", "king"))
        .hasMessage("Expected one of [owner, moderator, member], found \"king\".");
  }
}
