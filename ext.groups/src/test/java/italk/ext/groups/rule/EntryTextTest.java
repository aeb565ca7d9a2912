package italk.ext.groups.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.PendingMember;
import italk.engine.api.moderation.PendingMember.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text in which what is kept about a group is kept, and the values of rules. */
class EntryTextTest {

  private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");

  @Test
  void what_is_written_is_read_back() {
    GroupEntry entry =
        new GroupEntry(
            "a group",
            AT,
            Map.of(Rule.WRITE, "owner", Rule.SLOW_MODE_SECONDS, "86400"),
            List.of(
                pending("größe|7", Kind.INVITED, Actor.user("with:colon")),
                pending("b", Kind.REQUESTED, Actor.user("b")),
                pending("c", Kind.INVITED, Actor.operator()),
                pending("d", Kind.INVITED, Actor.extension("welcome"))));

    assertThat(EntryText.parse("a group", EntryText.of(entry))).isEqualTo(entry);
  }

  @Test
  void the_largest_entry_fits_into_the_storage() {
    String longest = "x".repeat(128);
    List<PendingMember> most =
        IntStream.range(0, 2_000)
            .mapToObj(i -> pending(longest, Kind.REQUESTED, Actor.user(longest)))
            .toList();
    Map<Rule, String> rules =
        Arrays.stream(Rule.values())
            .collect(Collectors.toMap(Function.identity(), rule -> "x".repeat(10)));

    String text = EntryText.of(new GroupEntry(longest, AT, rules, most));

    assertThat(text).hasSizeLessThan(ExtensionStorage.MAX_VALUE_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "2 1000",
        "1 x",
        "1 1000\nrule write guest",
        "1 1000\nrule",
        "1 1000\nrule write",
        "1 1000\ninvited a",
        "1 1000\ninvited a 1 2 nobody",
        "1 1000\nhated a 1 2 operator",
        "1 1000\ninvited a x 2 operator"
      })
  void what_is_something_else_is_said(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntryText.parse("g", text));
  }

  @ParameterizedTest
  @CsvSource({
    "write, ' Moderator', moderator",
    "entry, APPROVAL, approval",
    "read_only, True, true",
    "slow_mode_seconds, 010, 10",
    "max_members, 10000, 10000"
  })
  void a_value_has_one_way_to_be_written(String rule, String value, String checked) {
    assertThat(Rule.named(rule).checked(value)).isEqualTo(checked);
  }

  @ParameterizedTest
  @CsvSource({
    "write, guest, owner or moderator or member",
    "entry, everyone, invitation or approval",
    "read_only, 1, true or false",
    "slow_mode_seconds, -1, 0 to 86400",
    "slow_mode_seconds, 86401, 0 to 86400",
    "max_members, 99999999999, 1 to 10000"
  })
  void another_value_is_refused_with_what_is_expected(String rule, String value, String expected) {
    assertThatThrownBy(() -> Rule.named(rule).checked(value))
        .hasMessageContaining("The rule " + rule + " is " + expected + ", found \"" + value);
  }

  @Test
  void a_name_that_is_none_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> Rule.named("WRITE\n"))
        .hasMessageContaining("write, write_read_only")
        .hasMessageEndingWith("found \"WRITE\\u000a\".");
  }

  private static PendingMember pending(String userId, Kind kind, Actor by) {
    return new PendingMember("a group", userId, kind, by, AT, AT.plusSeconds(60));
  }
}
