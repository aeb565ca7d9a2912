package italk.ext.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages by themselves: before they are stored, and after. */
class MessagesManagementTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Conversation EVERYONE = Conversation.everyone();
  private static final Map<String, Object> OPTIONS =
      Map.of(
          "filters",
          new String[] {"reject:word:thief", "mask:word:rascal", "flag:word:rumour"},
          "max_links",
          1,
          "max_mentions",
          2);

  private final TestEngine messages = new TestEngine();
  private final MemoryStorage storage = new MemoryStorage();
  private final TestRecords records = new TestRecords();
  private final MessagesManagement management = management(OPTIONS);

  private MessagesManagement management(Map<String, Object> options) {
    return new MessagesManagement(
        messages.engine(), storage, records, TestOptions.with(options), () -> NOW);
  }

  @AfterEach
  void end() {
    management.deactivate();
  }

  private static User user(String locale) {
    return new User("1", "One", Metadata.of(Map.of("locale", locale)), Instant.EPOCH, true);
  }

  private Verdict verdict(String content) throws InterruptedException {
    return verdict(content, "en", Optional.empty());
  }

  private Verdict verdict(String content, String locale, Optional<MessageId> edits)
      throws InterruptedException {
    return management.intercept(
        new MessageDraft(
            user(locale),
            "s",
            EVERYONE,
            content,
            Optional.empty(),
            NOW,
            edits,
            edits.map(id -> Actor.operator())));
  }

  @Test
  void a_message_is_accepted_masked_or_rejected() throws InterruptedException {
    assertThat(verdict("good day")).isEqualTo(Verdict.accept());
    assertThat(verdict("you Rascal!")).isEqualTo(Verdict.replace("you ******!"));
    assertThat(verdict("******")).isEqualTo(Verdict.accept());
    assertThat(verdict("a rumour")).isEqualTo(Verdict.accept());
    assertThat(verdict("stop, thief"))
        .isEqualTo(Verdict.reject("Your message has something in it that is not allowed here."));
    assertThat(verdict("www.a.example www.b.example"))
        .isEqualTo(Verdict.reject("Your message has too many links: at most 1 are allowed."));
    assertThat(verdict("@a @b @c"))
        .isEqualTo(
            Verdict.reject("Your message mentions too many: at most 2 mentions are allowed."));
  }

  @Test
  void an_edit_is_looked_at_just_so() throws InterruptedException {
    Optional<MessageId> edits = Optional.of(new MessageId(1));

    assertThat(verdict("rascal", "en", edits)).isEqualTo(Verdict.replace("******"));
    assertThat(verdict("thief", "en", edits)).isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void who_speaks_french_reads_french() throws InterruptedException {
    for (String locale : List.of("fr", "fr-SN", "fr_CA")) {
      assertThat(verdict("thief", locale, Optional.empty()))
          .isEqualTo(
              Verdict.reject("Votre message contient quelque chose qui n'est pas permis ici."));
    }
    assertThat(verdict("@a @b @c", "fr", Optional.empty()))
        .isEqualTo(Verdict.reject("Votre message a trop de mentions : 2 au plus sont permises."));
    assertThat(verdict("thief", "fra", Optional.empty()))
        .isNotEqualTo(verdict("thief", "fr", Optional.empty()));
  }

  @Test
  void what_is_flagged_goes_through_and_is_reported_once_without_its_content() throws Exception {
    Message message = messages.store(EVERYONE, "1", "a rumour", NOW);
    management.onMessage(new EngineEvent.MessageSent(user("en"), message));
    Message edited = message.edited("two rumours: rumour", NOW);
    management.onChange(new Change.MessageEdited(message, edited, Actor.user("1"), NOW));
    Message other = messages.store(EVERYONE, "1", "nothing", NOW);
    management.onMessage(new EngineEvent.MessageSent(user("en"), other));

    List<Report> open = management.reports().list(Report.State.OPEN, 0);
    assertThat(open).hasSize(1);
    assertThat(open.get(0).by()).isEqualTo(Actor.extension("messages_management"));
    assertThat(records.lines())
        .containsExactly(
            "extension messages_management flag message "
                + message.id()
                + ": filter 3 (flag) {conversation=everyone, sender=1, report=1}");
    assertThat(storage.all().toString()).doesNotContain("rumour");
  }

  @Test
  void a_flag_that_cannot_be_reported_is_no_failure_of_the_listener() throws Exception {
    storage.fail(true);
    Message message = messages.store(EVERYONE, "1", "a rumour", NOW);

    management.onMessage(new EngineEvent.MessageSent(user("en"), message));

    storage.fail(false);
    management.onMessage(new EngineEvent.MessageSent(user("en"), message));
    assertThat(management.reports().list(Report.State.OPEN, 0)).hasSize(1);
  }

  @Test
  void a_tombstone_is_pinned_no_more() throws Exception {
    Message message = messages.store(EVERYONE, "1", "text", NOW);
    management.pins().add(new Pin(message.id(), EVERYONE, Actor.operator(), NOW), 5, () -> {});

    management.onChange(
        new Change.MessageRetracted(message, message.retracted(NOW), Actor.user("1"), "", NOW));

    assertThat(management.pins().of(EVERYONE)).isEmpty();
  }

  @Test
  void other_options_count_at_once_and_bad_ones_never() throws InterruptedException {
    management.modified(
        TestOptions.with(Map.of("filters", new String[] {"reject:word:rascal"}, "max_pins", 7)));
    assertThat(verdict("rascal")).isInstanceOf(Verdict.Reject.class);
    assertThat(verdict("thief")).isEqualTo(Verdict.accept());

    management.modified(
        TestOptions.with(Map.of("filters", new String[] {"reject:pattern:("}, "max_pins", 8)));
    assertThat(verdict("rascal")).isInstanceOf(Verdict.Reject.class);
    assertThat(management.settings().maxPins()).isEqualTo(7);
  }

  @Test
  void it_does_not_start_with_options_that_cannot_be_used() {
    assertThatThrownBy(() -> management(Map.of("filters", new String[] {"mask:pattern:(a"})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("filter 1 (mask:pattern:(a)");
    assertThatThrownBy(() -> management(Map.of("edit_window_seconds", -1)))
        .hasMessage("messages_management.edit_window_seconds is at least 0, found -1.");
  }

  @Test
  void after_its_end_no_thread_is_left() {
    MessagesManagement busy = management(Map.of("retention_days", 1));
    assertThat(threads()).isNotEmpty();

    busy.deactivate();
    management.deactivate();

    await().atMost(Duration.ofSeconds(30)).until(() -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("italk-"))
        .toList();
  }
}
