package italk.ext.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.FilterTrial;
import italk.engine.api.moderation.FilterTrial.Outcome;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what to a message, and what is recorded of it. */
class MessageChangesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Conversation GROUP = Conversation.group("team");
  private static final Conversation DIRECT = Conversation.direct("author", "friend");
  private static final Actor AUTHOR = Actor.user("author");
  private static final Actor MEMBER = Actor.user("member");
  private static final Actor GROUP_MODERATOR = Actor.user("groupmod");
  private static final Actor MODERATOR = Actor.user("mod");
  private static final Actor STRANGER = Actor.user("stranger");
  private static final String SECRET = "content that stays secret";

  private final TestEngine messages = new TestEngine();
  private final TestRecords records = new TestRecords();
  private final MemoryStorage storage = new MemoryStorage();
  private MessagesManagement management;
  private MessageChanges changes;

  @BeforeEach
  void begin() {
    messages.group(
        "team",
        Map.of(
            "author",
            Group.Role.MEMBER,
            "member",
            Group.Role.MEMBER,
            "groupmod",
            Group.Role.MODERATOR));
    management =
        new MessagesManagement(
            messages.engine(),
            storage,
            records,
            TestOptions.with(
                Map.of(
                    "filters",
                    new String[] {"reject:word:thief", "mask:word:rascal", "flag:word:rumour"},
                    "max_links",
                    0,
                    "edit_window_seconds",
                    60,
                    "retract_window_seconds",
                    120)),
            () -> NOW);
    changes = new MessageChanges(messages.engine(), management, records, () -> NOW);
    changes.setPermissions(
        new Permissions() {
          @Override
          public Set<String> roles(String userId) {
            return Set.of();
          }

          @Override
          public boolean allows(String userId, String permission) {
            return userId.equals("mod") && permission.equals(MODERATE_MESSAGES)
                || userId.equals("groups") && permission.equals(MODERATE_GROUPS);
          }
        });
  }

  @AfterEach
  void end() {
    assertThat(storage.all().toString() + records.lines()).doesNotContain(SECRET);
    management.deactivate();
  }

  private Message sent(Conversation to, int secondsAgo) {
    return messages.store(to, "author", SECRET, NOW.minusSeconds(secondsAgo));
  }

  private static void assertRefused(Problem.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class, it -> assertThat(it.problem().code()).isEqualTo(code));
  }

  @Test
  void an_author_edits_within_the_window_and_that_is_no_moderation() {
    MessageId id = sent(GROUP, 60).id();

    Message edited = changes.edit(id, "better", AUTHOR, "");

    assertThat(edited.content()).isEqualTo("better");
    assertThat(records.lines()).isEmpty();
    assertRefused(
        Problem.Code.NOT_ALLOWED, () -> changes.edit(sent(GROUP, 61).id(), "late", AUTHOR, ""));
  }

  @Test
  void an_author_retracts_within_the_window_and_that_is_no_moderation() {
    MessageId id = sent(GROUP, 120).id();

    assertThat(changes.retract(id, AUTHOR, "").isRetracted()).isTrue();
    assertThat(records.lines()).isEmpty();
    assertRefused(
        Problem.Code.NOT_ALLOWED, () -> changes.retract(sent(GROUP, 121).id(), AUTHOR, ""));
  }

  @Test
  void a_window_of_nothing_is_never() {
    management.modified(
        TestOptions.with(Map.of("edit_window_seconds", 0, "retract_window_seconds", 0)));
    MessageId id = sent(GROUP, 0).id();

    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.edit(id, "x", AUTHOR, ""));
    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.retract(id, AUTHOR, ""));
    assertThat(changes.edit(id, "x", MODERATOR, "").content()).isEqualTo("x");
  }

  @Test
  void moderators_edit_and_retract_always_and_it_is_recorded() {
    for (Actor actor : List.of(MODERATOR, GROUP_MODERATOR, Actor.operator())) {
      MessageId id = sent(GROUP, 1_000_000).id();
      changes.edit(id, "moderated", actor, "too\nloud");
      changes.retract(id, actor, "still");

      String about = " message " + id + ": ";
      String details = " {conversation=group:team, sender=author}";
      assertThat(records.lines())
          .endsWith(
              actor + " edit" + about + "too loud" + details,
              actor + " retract" + about + "still" + details);
    }
  }

  @Test
  void members_may_not_and_strangers_see_nothing() {
    MessageId id = sent(GROUP, 0).id();

    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.edit(id, "x", MEMBER, ""));
    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.retract(id, MEMBER, ""));
    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.pin(id, MEMBER));
    assertRefused(Problem.Code.INVALID, () -> changes.edit(id, "x", STRANGER, ""));
    assertRefused(Problem.Code.INVALID, () -> changes.report(id, STRANGER, ""));
    assertRefused(Problem.Code.NOT_ALLOWED, () -> changes.pins(GROUP, STRANGER));
    assertRefused(Problem.Code.INVALID, () -> changes.retract(new MessageId(7), MODERATOR, ""));
    MessageId direct = sent(DIRECT, 0).id();
    assertRefused(Problem.Code.INVALID, () -> changes.retract(direct, GROUP_MODERATOR, ""));
    assertThat(messages.find(id).orElseThrow().content()).isEqualTo(SECRET);
  }

  @Test
  void who_moderates_groups_moderates_messages_in_groups_alone() {
    Actor actor = Actor.user("groups");

    assertThat(changes.retract(sent(GROUP, 0).id(), actor, "").isRetracted()).isTrue();
    assertRefused(
        Problem.Code.NOT_ALLOWED,
        () -> changes.retract(sent(Conversation.everyone(), 0).id(), actor, ""));
    assertRefused(Problem.Code.INVALID, () -> changes.retract(sent(DIRECT, 0).id(), actor, ""));
  }

  @Test
  void without_permissions_nobody_has_any() {
    changes.setPermissions(null);
    MessageId id = sent(GROUP, 0).id();

    assertRefused(Problem.Code.INVALID, () -> changes.retract(id, MODERATOR, ""));
    assertThat(changes.retract(id, GROUP_MODERATOR, "").isRetracted()).isTrue();
  }

  @Test
  void who_left_the_group_edits_no_more() {
    MessageId id = sent(GROUP, 0).id();
    messages.group("team", Map.of());

    assertRefused(Problem.Code.INVALID, () -> changes.edit(id, "x", AUTHOR, ""));
  }

  @Test
  void a_tombstone_stays_one() {
    MessageId id = sent(GROUP, 0).id();
    changes.retract(id, MODERATOR, "");
    int before = records.lines().size();

    assertThat(changes.retract(id, MODERATOR, "").isRetracted()).isTrue();
    assertRefused(Problem.Code.INVALID, () -> changes.edit(id, "x", MODERATOR, ""));
    assertRefused(Problem.Code.INVALID, () -> changes.pin(id, MODERATOR));
    assertRefused(Problem.Code.INVALID, () -> changes.report(id, MODERATOR, ""));
    assertThat(records.lines()).hasSize(before);
  }

  @Test
  void what_an_interceptor_has_against_an_edit_is_told_and_not_recorded() {
    messages.refuseEdits(Problem.of(Problem.Code.REJECTED, "no"));

    assertRefused(
        Problem.Code.REJECTED, () -> changes.edit(sent(GROUP, 0).id(), "x", MODERATOR, ""));
    assertThat(records.lines()).isEmpty();
  }

  @Test
  void what_cannot_be_recorded_is_not_done() {
    MessageId id = sent(GROUP, 0).id();
    records.fail(true);

    assertRefused(Problem.Code.UNAVAILABLE, () -> changes.retract(id, MODERATOR, ""));
    assertRefused(Problem.Code.UNAVAILABLE, () -> changes.pin(id, MODERATOR));
    assertRefused(Problem.Code.UNAVAILABLE, () -> changes.report(id, MODERATOR, ""));
    assertThat(messages.find(id).orElseThrow().isRetracted()).isFalse();
    assertThat(changes.pins(GROUP, MODERATOR)).isEmpty();
  }

  @Test
  void moderators_pin_and_both_of_a_direct_conversation_do() {
    MessageId inGroup = sent(GROUP, 0).id();
    MessageId direct = sent(DIRECT, 0).id();

    changes.pin(inGroup, GROUP_MODERATOR);
    changes.pin(direct, Actor.user("friend"));
    assertThat(changes.pins(GROUP, MEMBER)).extracting("message").containsExactly(inGroup);
    assertThat(changes.pins(DIRECT, AUTHOR)).extracting("message").containsExactly(direct);
    assertThat(changes.unpin(direct, AUTHOR)).isTrue();
    assertThat(changes.unpin(direct, AUTHOR)).isFalse();
    assertRefused(
        Problem.Code.NOT_ALLOWED, () -> changes.pin(sent(Conversation.everyone(), 0).id(), AUTHOR));
    assertThat(records.lines())
        .extracting(line -> line.replaceAll(" message.*", ""))
        .containsExactly("user groupmod pin", "user friend pin", "user author unpin");
  }

  @Test
  void a_report_waits_for_a_moderator_of_the_conversation() {
    MessageId id = sent(GROUP, 0).id();
    Report report = changes.report(id, MEMBER, " this is\r\nrude ");

    assertThat(report.reason()).isEqualTo("this is  rude");
    assertThat(changes.reports(Report.State.OPEN, 0, 10, GROUP_MODERATOR)).containsExactly(report);
    assertThat(changes.reports(Report.State.OPEN, 0, 10, MEMBER)).isEmpty();
    assertThat(changes.reports(Report.State.OPEN, report.number(), 10, MODERATOR)).isEmpty();
    assertRefused(Problem.Code.INVALID, () -> changes.resolve(report.number(), MEMBER, "mine"));
    assertRefused(Problem.Code.INVALID, () -> changes.resolve(report.number(), MODERATOR, " \n"));

    Report handled = changes.resolve(report.number(), GROUP_MODERATOR, "spoke to them");
    assertThat(changes.reports(Report.State.OPEN, 0, 10, MODERATOR)).isEmpty();
    assertThat(changes.reports(Report.State.HANDLED, 0, 10, MODERATOR)).containsExactly(handled);
    assertRefused(Problem.Code.INVALID, () -> changes.resolve(report.number(), MODERATOR, "again"));
    String rest = " message " + id + ": %s {conversation=group:team, sender=author, report=1}";
    assertThat(records.lines())
        .containsExactly(
            "user member report" + rest.formatted("this is  rude"),
            "user groupmod resolve_report" + rest.formatted("spoke to them"));
  }

  @Test
  void a_user_searches_what_the_user_can_read() {
    MessageSearch search = MessageSearch.of("x", 5);
    changes.search(search, MEMBER);
    changes.search(search, MODERATOR);
    changes.search(search, Actor.operator());

    assertThat(messages.searches())
        .extracting(MessageSearch::participantId)
        .containsExactly(Optional.of("member"), Optional.empty(), Optional.empty());
    assertRefused(
        Problem.Code.NOT_ALLOWED, () -> changes.search(search.visibleTo("author"), MEMBER));
  }

  @Test
  void a_text_is_tried_and_nothing_is_kept() {
    assertThat(changes.tryFilters("fine"))
        .isEqualTo(new FilterTrial(Outcome.ACCEPTED, "fine", List.of()));
    assertThat(changes.tryFilters("rascal rumour"))
        .isEqualTo(
            new FilterTrial(
                Outcome.MASKED, "****** rumour", List.of("filter 2 (mask)", "filter 3 (flag)")));
    assertThat(changes.tryFilters("thief www.x.example"))
        .isEqualTo(
            new FilterTrial(
                Outcome.REJECTED,
                "thief www.x.example",
                List.of("max_links", "filter 1 (reject)")));
    assertThat(records.lines()).isEmpty();
    assertThat(storage.all()).isEmpty();
  }

  @Test
  void the_shell_says_what_was_done() {
    MessageCommands commands = new MessageCommands(changes);
    MessageId id = sent(DIRECT, 0).id();

    assertThat(commands.edit(id.toString(), "new", "text")).isEqualTo("edited " + id);
    assertThat(commands.pin(id.toString())).isEqualTo("pinned " + id + " in direct:author friend");
    assertThat(commands.pins("direct:author,friend")).matches(id + "  .{19}  by operator");
    assertThat(commands.unpin(id.toString())).isEqualTo("unpinned " + id);
    assertThat(commands.unpin(id.toString())).isEqualTo("Message " + id + " was not pinned.");
    assertThat(commands.pins("everyone")).isEqualTo("Nothing is pinned in everyone.");
    assertThat(commands.reports()).isEqualTo("No report is open.");
    assertThat(commands.report(id.toString(), "a", "\u001b[2Jjoke"))
        .isEqualTo("reported " + id + ", as report 1");
    assertThat(commands.reports())
        .matches(
            "1  .{19}  "
                + id
                + "  of user author  in direct:author friend  by operator: a  \\[2Jjoke");
    assertThat(commands.resolve("1", "seen")).isEqualTo("report 1 is handled");
    assertThat(commands.reports("handled"))
        .containsPattern("\n    .{19}  handled by operator: seen");
    assertThat(commands.filters("rascal", "rumour"))
        .isEqualTo("masked by filter 2 (mask), filter 3 (flag)\n****** rumour");
    assertThat(commands.filters("fine")).isEqualTo("accepted");
    assertThat(commands.filters("thief")).isEqualTo("rejected by filter 1 (reject)");
    assertThat(commands.retract(id.toString(), "done")).isEqualTo("retracted " + id);
    assertRefused(Problem.Code.INVALID, () -> commands.reports("closed"));
    assertRefused(Problem.Code.INVALID, () -> commands.resolve("one", "x"));
    assertRefused(Problem.Code.INVALID, () -> commands.pin("nothing"));
  }
}
