package italk.ext.messages.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionRulesTest {

  private static RetentionRules rules(String... lines) {
    return RetentionRules.of(30, 0, List.of(lines), Duration.ofHours(1));
  }

  @Test
  void the_first_rule_that_matches_decides() {
    RetentionRules rules =
        rules("everyone=forever", "group:support*=12h,500", "group:*=1000", "direct:1 *=90s");

    assertThat(rules.limits(Conversation.everyone())).isEqualTo(Limits.NONE);
    assertThat(rules.limits(Conversation.group("support=fr")))
        .isEqualTo(new Limits(Optional.of(Duration.ofHours(12)), 500));
    assertThat(rules.limits(Conversation.group("x"))).isEqualTo(new Limits(Optional.empty(), 1000));
    assertThat(rules.limits(Conversation.direct("2", "1")))
        .isEqualTo(new Limits(Optional.of(Duration.ofSeconds(90)), 0));
    assertThat(rules.limits(Conversation.direct("2", "3")))
        .isEqualTo(new Limits(Optional.of(Duration.ofDays(30)), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "*,everyone,true",
    "every*,everyone,true",
    "*one,everyone,true",
    "e*o*e,everyone,true",
    "every,everyone,false",
    "e*x*e,everyone,false",
    "group:a*=b,group:a1=b,true",
    "group:(.*),group:x,false",
  })
  void stars_stand_for_anything(String pattern, String key, boolean matches) {
    assertThat(new RetentionRules.Rule(pattern, Limits.NONE).matches(key)).isEqualTo(matches);
  }

  @Test
  void a_hostile_pattern_comes_to_an_end() {
    String pattern = "*a".repeat(200) + "b";

    assertThat(new RetentionRules.Rule(pattern, Limits.NONE).matches("a".repeat(5_000))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everyone",
        "=30d",
        "everyone=",
        "everyone=30x",
        "everyone=0d",
        "everyone=0",
        "everyone=1d,2d",
        "everyone=1,2",
        "everyone=1d,2,3",
        "everyone=-1d",
        "everyone=1d,",
        "everyone=9999999999"
      })
  void a_rule_that_cannot_be_understood_is_named(String line) {
    assertThatThrownBy(() -> rules(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("messages_management.retention_rules: \"" + line + "\" has to be ");
  }

  @Test
  void nothing_to_delete_is_known_beforehand() {
    Duration hour = Duration.ofHours(1);

    assertThat(RetentionRules.of(0, 0, List.of("*=forever"), hour).keepEverything()).isTrue();
    assertThat(RetentionRules.of(0, 0, List.of("everyone=1d"), hour).keepEverything()).isFalse();
    assertThat(RetentionRules.of(0, 5, List.of(), hour).keepEverything()).isFalse();
  }
}
