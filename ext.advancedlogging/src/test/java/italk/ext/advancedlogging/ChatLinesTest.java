package italk.ext.advancedlogging;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words of the log, which other programs read. */
class ChatLinesTest {

  private static final User ALICE =
      new User("123", "Alice", Metadata.of(Map.of("secret", "x")), Instant.EPOCH, true);

  @Test
  void a_message_reads_as_the_original_wrote_it() {
    assertThat(message(Conversation.everyone(), "Bonjour")).isEqualTo("Message de Alice : Bonjour");
  }

  @Test
  void a_message_to_fewer_says_to_whom() {
    assertThat(message(Conversation.group("général"), "Bonjour"))
        .isEqualTo("Message de Alice [group:général] : Bonjour");
    assertThat(message(Conversation.direct("9", "123"), "Bonjour"))
        .isEqualTo("Message de Alice [direct:123 9] : Bonjour");
  }

  @Test
  void nobody_can_forge_a_line() {
    String line =
        message(
            Conversation.everyone(),
            "a\nb\r\nc\td\u001b[2Je\u0085f\u2028g\u2029h\u000bi\u0000 é😀 \\n");

    assertThat(line)
        .isEqualTo(
            "Message de Alice : a\\nb\\r\\nc\\td\\u001b[2Je\\u0085f\\u2028g\\u2029h\\u000bi\\u0000"
                + " é😀 \\n");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void sessions_and_failures_are_told_on_one_line() {
    assertThat(ChatLines.connected(new EngineEvent.UserConnected(ALICE, "s", true, Instant.EPOCH)))
        .isEqualTo("Alice (123) connecté");
    assertThat(
            ChatLines.disconnected(
                new EngineEvent.UserDisconnected(ALICE, "s", true, "a\nb", Instant.EPOCH)))
        .isEqualTo("Alice (123) déconnecté : a\\nb");
    assertThat(
            ChatLines.failure(
                new Failure("shout", "intercept message", "everyone", "a\nb", Instant.EPOCH)))
        .isEqualTo("Échec de shout (intercept message, everyone) : a\\nb");
  }

  @Test
  void metadata_stays_private() {
    assertThat(ChatLines.change(new Change.UserRegistered(ALICE, Instant.EPOCH)))
        .isEqualTo("Alice (123) enregistré");
    assertThat(ChatLines.change(new Change.UserChanged(ALICE, ALICE, Instant.EPOCH)))
        .isEqualTo("Alice (123) modifié");
  }

  private static String message(Conversation conversation, String content) {
    return ChatLines.message(
        new EngineEvent.MessageSent(
            ALICE,
            new Message(
                new MessageId(1), conversation, "123", "Alice", content, Optional.empty())));
  }
}
