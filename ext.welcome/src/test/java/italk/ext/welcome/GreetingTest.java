package italk.ext.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.ext.welcome.Greeting.Arrival;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a greeting makes of its placeholders. */
class GreetingTest {

  private static final Metadata METADATA =
      Metadata.of(
          Map.of(
              "role",
              "admin",
              "age",
              42,
              "vip",
              true,
              "tags",
              List.of("a", "b"),
              "profile",
              Map.of("city", "Dakar", "note", "{username}")));

  private static final User ALICE = user("Alice", METADATA);

  private static User user(String name, Metadata metadata) {
    return new User("123", name, metadata, Instant.EPOCH, true);
  }

  private static String render(String template) {
    return Greeting.parse(template).render(new Arrival(ALICE, "", () -> 7));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "{username},Alice",
        "{user_id},123",
        "{online},7",
        "{metadata.role},admin",
        "{metadata.age},42",
        "{metadata.vip},true",
        "{metadata.profile.city},Dakar",
        "Salut {username} de {metadata.profile.city} !,Salut Alice de Dakar !",
      })
  void placeholders_are_replaced(String template, String expected) {
    assertThat(render(template)).isEqualTo(expected);
    assertThat(Greeting.parse(template).unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{metadata.missing}",
        "{metadata.role.deeper}",
        "{metadata.profile}",
        "{metadata.tags}",
        "{metadata.profile..city}"
      })
  void metadata_that_is_missing_or_no_words_gives_nothing(String template) {
    assertThat(render("<" + template + ">")).isEqualTo("<>");
  }

  @Test
  void a_null_in_the_metadata_gives_nothing() {
    User user = user("Alice", Metadata.of(Collections.singletonMap("role", null)));

    assertThat(Greeting.parse("<{metadata.role}>").render(new Arrival(user, "", () -> 0)))
        .isEqualTo("<>");
  }

  @Test
  void the_group_is_where_it_is_said() {
    Greeting greeting = Greeting.parse("{username} in {group}");

    assertThat(greeting.render(new Arrival(ALICE, "général", () -> 0)))
        .isEqualTo("Alice in général");
  }

  @Test
  void unknown_names_stay_and_are_named() {
    Greeting greeting = Greeting.parse("{user} {username} {metadata.} {groups}");

    assertThat(greeting.render(new Arrival(ALICE, "", () -> 0)))
        .isEqualTo("{user} Alice {metadata.} {groups}");
    assertThat(greeting.unknown()).isEqualTo(Arrays.asList("{user}", "{metadata.}", "{groups}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no braces", "{", "}", "{}", "a { b } c", "{{", "$1 \\ {", "😀"})
  void what_is_no_placeholder_stays_as_it_is(String template) {
    assertThat(render(template)).isEqualTo(template);
    assertThat(Greeting.parse(template).unknown()).isEmpty();
  }

  @Test
  void what_is_put_in_is_not_searched_again() {
    User sly = user("{metadata.role}", METADATA);

    assertThat(
            Greeting.parse("{username} {metadata.profile.note}")
                .render(new Arrival(sly, "", () -> 0)))
        .isEqualTo("{metadata.role} {username}");
  }

  @Test
  void online_is_asked_only_where_it_is_needed() {
    String text =
        Greeting.parse("Bonjour {username}")
            .render(
                new Arrival(
                    ALICE,
                    "",
                    () -> {
                      throw new AssertionError("nobody needs to know");
                    }));

    assertThat(text).isEqualTo("Bonjour Alice");
  }

  @Test
  void a_long_greeting_is_cut_between_characters() {
    User talkative = user("Alice", Metadata.of(Map.of("bio", "x" + "😀".repeat(5_000))));

    String text = Greeting.parse("{metadata.bio}").render(new Arrival(talkative, "", () -> 0));

    assertThat(text).hasSizeLessThanOrEqualTo(Greeting.MAX_LENGTH).endsWith("😀…");
    assertThat(text.codePoints())
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Test
  void a_greeting_of_just_the_bound_is_whole() {
    String longest = "x".repeat(Greeting.MAX_LENGTH);

    assertThat(render(longest)).isEqualTo(longest);
    assertThat(render(longest + "x")).hasSize(Greeting.MAX_LENGTH).endsWith("x…");
  }
}
