package italk.ext.advancedlogging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
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

  @Test
  void content_is_masked_or_left_out_where_the_option_says_so() {
    assertThat(Content.of("full").shown("Salut 😀 !")).isEqualTo("Salut 😀 !");
    assertThat(Content.of("masked").shown("Salut 😀 !")).isEqualTo("***** * *");
    assertThat(Content.of("none").shown("Salut 😀 !")).isEqualTo("…");
    assertThatThrownBy(() -> Content.of("some")).hasMessageContaining("\"some\"");
  }

  @Test
  void what_is_done_to_keep_order_says_who_whom_until_when_and_why_on_one_line() {
    ModerationRecord record =
        new ModerationRecord(
            7,
            Instant.EPOCH,
            Actor.user("1"),
            "ban",
            Target.user("123"),
            "spam\n#8 operator : unban user 123",
            Optional.of(Instant.EPOCH.plusSeconds(60)),
            Metadata.of(Map.of("sessions", 2)));

    assertThat(ChatLines.change(new Change.Moderated(record)))
        .isEqualTo(
            "#7 user 1 : ban user 123 jusqu'à 1970-01-01T00:01:00Z (spam\\n#8 operator : unban user"
                + " 123) {sessions=2}");
  }

  @Test
  void an_edit_and_a_retraction_do_not_say_what_was_said() {
    Message before =
        new Message(
            new MessageId(1), Conversation.everyone(), "1", "Alice", "secret", Optional.empty());
    Actor by = Actor.operator();
    Message after = before.edited("geheim", Instant.EPOCH);

    assertThat(ChatLines.change(new Change.MessageEdited(before, after, by, Instant.EPOCH)))
        .isEqualTo("Message 0000000000001 modifié par operator");
    assertThat(
            ChatLines.change(
                new Change.MessageRetracted(
                    before, before.retracted(Instant.EPOCH), by, "", Instant.EPOCH)))
        .isEqualTo("Message 0000000000001 retiré par operator");
  }

  private static String message(Conversation conversation, String content) {
    return ChatLines.message(
        new EngineEvent.MessageSent(
            ALICE,
            new Message(new MessageId(1), conversation, "123", "Alice", content, Optional.empty())),
        Content.FULL);
  }
}
