package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of names, as users, groups and conversations keep them. */
class NamesTest {

  private static User user(String id, String name) {
    return new User(id, name, Metadata.EMPTY, Instant.EPOCH, false);
  }

  private static Group group(String name) {
    return new Group(name, Group.Visibility.PUBLIC, Metadata.EMPTY, Map.of(), Instant.EPOCH);
  }

  private static Problem problemOf(ThrowingCallable call) {
    return catchThrowableOfType(EngineException.class, call).problem();
  }

  private static void assertRefused(ThrowingCallable call) {
    Problem problem = problemOf(call);
    assertThat(problem.code()).isEqualTo(Problem.Code.INVALID);
    assertThat(problem.message())
        .as("what a log or a terminal can show without being fooled")
        .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "line\nbreak",
        "carriage\rreturn",
        "null\0",
        "bell\u0007",
        "next\u0085line",
        "line\u2028separator",
        "paragraph\u2029separator",
        "\u202Egnp.exe",
        "\u202Aembedded\u202C",
        "\u2066isolated\u2069",
        "half \ud83d",
        "\udc00 half"
      })
  void noNameOfAnyKindMayBeHostile(String name) {
    assertRefused(() -> user("id", name));
    assertRefused(() -> user(name, "name"));
    assertRefused(() -> group(name));
    assertRefused(() -> Conversation.group(name));
    assertRefused(() -> Conversation.direct("id", name));
    assertRefused(() -> Conversation.direct(name, "id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" before", "after ", "\u3000wide", "two  \t"})
  void noBlanksAroundANameOfOneLine(String name) {
    assertRefused(() -> user("id", name));
    assertRefused(() -> group(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\u00A0b", "a\u3000b", "a\u2003b", " a"})
  void noWhiteSpaceInAnIdWhateverItsKind(String id) {
    assertRefused(() -> user(id, "name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"123", "alice@example.org", "Ünïcødé", "用户", "🎉", "a:b/c", "everyone"})
  void whatPeopleAreReallyCalledIsAllowed(String name) {
    assertThatCode(() -> user(name, name)).doesNotThrowAnyException();
    assertThatCode(() -> group(name)).doesNotThrowAnyException();
  }

  @Test
  void aNameMayHaveBlanksInside() {
    assertThat(user("1", "Anne Marie").name()).isEqualTo("Anne Marie");
    assertThat(group("les amis").name()).isEqualTo("les amis");
  }

  @Test
  void lengthsAreBoundedAndTheTextOfTheProblemIsToo() {
    String most = "x".repeat(128);
    assertThat(user(most, most).id()).hasSize(128);
    assertThat(problemOf(() -> user(most + "x", "name")).message())
        .isEqualTo("A user id has 1 to 128 characters, found 129.");
    assertThat(problemOf(() -> user("id", "x".repeat(1_000_000))).message())
        .isEqualTo("A user name has 1 to 128 characters, found 1000000.");
    assertThat(problemOf(() -> group(null)).message())
        .isEqualTo("A group name has 1 to 128 characters, found none.");
  }
}
