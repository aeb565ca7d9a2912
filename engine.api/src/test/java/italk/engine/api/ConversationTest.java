package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

  /** Characters that keys are made of, and others that ids may have. */
  private static final String CHARACTERS = "ab:/ everyongupdict0é用\uD83C\uDF89|\"%";

  private static String random(Random random, boolean blanks) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(12);
    int[] characters = CHARACTERS.codePoints().toArray();
    while (text.length() < length) {
      int character = characters[random.nextInt(characters.length)];
      if (character != ' ' || (blanks && !text.isEmpty())) {
        text.appendCodePoint(character);
      }
    }
    return text.toString().strip();
  }

  @Test
  void theKeyOfAnyConversationIsItsOwnAndLeadsBackToIt() {
    Random random = new Random(7);
    Map<String, Conversation> byKey = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Conversation conversation =
          switch (i % 3) {
            case 0 -> Conversation.group(random(random, true));
            case 1 -> Conversation.direct(random(random, false), random(random, false));
            default -> Conversation.everyone();
          };

      assertThat(Conversation.parse(conversation.key())).isEqualTo(conversation);
      Conversation sameKey = byKey.put(conversation.key(), conversation);
      if (sameKey != null) {
        assertThat(sameKey).isEqualTo(conversation);
      }
    }
    assertThat(byKey).hasSizeGreaterThan(5_000);
  }

  @Test
  void aDirectConversationIsTheSameWhoeverOfTheTwoSpeaks() {
    Conversation.Direct one = (Conversation.Direct) Conversation.direct("bob", "alice");

    assertThat(one).isEqualTo(Conversation.direct("alice", "bob"));
    assertThat(one.key()).isEqualTo("direct:alice bob");
    assertThat(Conversation.parse("direct:bob alice")).isEqualTo(one);
    assertThat(one.involves("alice")).isTrue();
    assertThat(one.involves("bob")).isTrue();
    assertThat(one.involves("carol")).isFalse();
    assertThat(Conversation.direct("alice", "alice").key()).isEqualTo("direct:alice alice");
  }

  @Test
  void aGroupThatIsCalledLikeAKeyIsAGroup() {
    assertThat(Conversation.group("everyone")).isNotEqualTo(Conversation.everyone());
    assertThat(Conversation.parse("group:everyone")).isEqualTo(Conversation.group("everyone"));
    assertThat(Conversation.parse("group:direct:a b")).isEqualTo(Conversation.group("direct:a b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "everyone ",
        "Everyone",
        "group:",
        "group: x",
        "group",
        "direct:",
        "direct:a",
        "direct: b",
        "direct:a ",
        "direct:a b c",
        "direct:a  b",
        "room:x",
        "group:a\nb"
      })
  void whatIsNoKeyIsRefused(String text) {
    EngineException thrown =
        catchThrowableOfType(EngineException.class, () -> Conversation.parse(text));

    assertThat(thrown.problem().code()).isEqualTo(Problem.Code.INVALID);
  }
}
