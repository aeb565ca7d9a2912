package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside that looks like something else, or that no store can hold. */
class HostileTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\u200b", "ali\u200bce", "\ufeffalice", "alice\u200e", "a\u200db", "\u00a0"})
  void anIdHasNothingInvisible(String id) {
    assertInvalid(() -> Conversation.direct(id, "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u200d\u200d", "Ali\u200bce", "\u202ealice", "a\u2066b"})
  void aNameCanBeSeen(String name) {
    assertInvalid(() -> Conversation.group(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"👩\u200d🚀", "می\u200cخواهم", "Jean Paul", "李雷"})
  void joinersAreNeededToWriteSomeNames(String name) {
    assertThat(Conversation.group(name).key()).isEqualTo("group:" + name);
  }

  @Test
  void whatIsQuotedInAnErrorIsHarmlessAndShort() {
    assertThatThrownBy(() -> Conversation.parse("x\nERROR forged\u202e" + "y".repeat(10_000)))
        .isInstanceOf(EngineException.class)
        .message()
        .contains("x\\u000aERROR forged\\u202e")
        .doesNotContain("\n")
        .hasSizeLessThan(300);
    assertThatThrownBy(() -> MessageId.parse("\u001b[2J")).message().contains("\\u001b[2J");
  }

  @Test
  void metadataHoldsOnlyWhatAStoreCanHold() {
    assertInvalid(() -> Metadata.of(Map.of("a", "\0")));
    assertInvalid(() -> Metadata.of(Map.of("\ud800", 1)));
    assertInvalid(() -> Metadata.of(Map.of("a", new BigDecimal("1e1000000000"))));
    assertThat(Metadata.of(Map.of("a", new BigDecimal("12.00"))).get("a")).contains(12L);
    assertThat(Metadata.of(Map.of("a", new BigDecimal("12.5"))).get("a")).contains(12.5);
  }

  @Test
  void aMessagesTimeHasBounds() {
    assertInvalid(() -> MessageId.firstAt(Instant.parse("1969-12-31T23:59:59Z")));
    assertInvalid(() -> MessageId.firstAt(Instant.parse("2300-01-01T00:00:00Z")));
    Instant late = Instant.parse("2248-01-01T00:00:00Z");
    assertThat(MessageId.firstAt(late).time()).isEqualTo(late);
  }

  private static void assertInvalid(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID));
  }
}
