package italk.ext.ratelimiter;

import static italk.ext.ratelimiter.TestOptions.burst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose message is refused, for how long, and what is remembered. */
class MessageRateLimiterTest {

  private final TestTime time = new TestTime();
  private final MemoryStorage storage = new MemoryStorage();
  private final TestChat chat = new TestChat();

  @Test
  void a_burst_passes_and_the_next_is_refused_until_the_time_it_says() {
    MessageRateLimiter limiter = start(burst(3));
    assertThat(accepted(limiter, "alice", 3)).isEqualTo(3);

    Verdict.Reject refused = refused(limiter, "alice");
    assertThat(refused.reason()).isEqualTo("Attendez 1 s.");
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));

    time.pass(Duration.ofMillis(999));
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofMillis(1));
    time.pass(Duration.ofMillis(1));
    assertThat(accepted(limiter, "alice", 2)).isEqualTo(1);
  }

  @Test
  void the_sustained_rate_holds_over_time() {
    MessageRateLimiter limiter = start(burst(5).every(30, 60));
    int passed = 0;
    for (int second = 0; second < 600; second++) {
      passed += accepted(limiter, "alice", 3);
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(passed).isBetween(5 + 299, 5 + 300);
  }

  @Test
  void asking_in_vain_makes_the_wait_no_longer() {
    MessageRateLimiter limiter = start(burst(1));
    assertThat(accepted(limiter, "alice", 1_000)).isEqualTo(1);

    time.pass(Duration.ofSeconds(1));

    assertThat(accepted(limiter, "alice", 1)).isEqualTo(1);
  }

  @Test
  void each_user_has_an_own_allowance() {
    MessageRateLimiter limiter = start(burst(2));
    assertThat(accepted(limiter, "alice", 5)).isEqualTo(2);

    assertThat(accepted(limiter, "bob", 5)).isEqualTo(2);
  }

  @Test
  void exempt_roles_are_not_limited() {
    MessageRateLimiter limiter = start(burst(1).exempting("admin", "bot", "admin"));

    assertThat(accepted(limiter, user("a", Map.of("role", "admin")), 50)).isEqualTo(50);
    assertThat(accepted(limiter, user("b", Map.of("roles", List.of(1, "bot"))), 50)).isEqualTo(50);
    assertThat(accepted(limiter, user("c", Map.of("role", "Admin")), 50)).isEqualTo(1);
    assertThat(accepted(limiter, user("d", Map.of("roles", "bot")), 50)).isEqualTo(1);
    assertThat(accepted(limiter, user("e", Map.of("role", List.of("admin"))), 50)).isEqualTo(1);
    assertThat(accepted(limiter, user("f", Map.of()), 50)).isEqualTo(1);
  }

  @Test
  void an_update_is_no_way_around_the_limit() {
    MessageRateLimiter before = start(burst(10));
    assertThat(accepted(before, "alice", 20)).isEqualTo(10);
    assertThat(accepted(before, "bob", 4)).isEqualTo(4);
    before.deactivate();

    MessageRateLimiter after = start(burst(10));

    assertThat(accepted(after, "alice", 20)).isZero();
    assertThat(accepted(after, "bob", 20)).isEqualTo(6);
    assertThat(accepted(after, "carol", 20)).isEqualTo(10);
  }

  @Test
  void the_time_that_passes_in_between_counts() {
    MessageRateLimiter before = start(burst(10));
    accepted(before, "alice", 10);
    before.deactivate();
    time.pass(Duration.ofSeconds(4));

    assertThat(accepted(start(burst(10)), "alice", 20)).isEqualTo(4);
  }

  @Test
  void a_clock_that_was_set_back_gives_nothing_and_takes_nothing() {
    MessageRateLimiter before = start(burst(10));
    accepted(before, "alice", 7);
    time.set(Duration.ofDays(-1));
    assertThat(accepted(before, "alice", 1)).isEqualTo(1);
    before.deactivate();
    time.set(Duration.ofDays(-1));

    MessageRateLimiter after = start(burst(10));

    assertThat(accepted(after, "alice", 20)).isEqualTo(2);
    time.pass(Duration.ofSeconds(3));
    assertThat(accepted(after, "alice", 20)).isEqualTo(3);
  }

  @Test
  void what_is_kept_goes_when_nobody_has_used_anything() {
    MessageRateLimiter limiter = start(burst(2));
    accepted(limiter, "alice", 2);
    limiter.deactivate();
    assertThat(storage.all()).containsKey(MessageRateLimiter.COUNTS);
    time.pass(Duration.ofMinutes(1));

    start(burst(2)).deactivate();

    assertThat(storage.all()).isEmpty();
  }

  @Test
  void a_storage_that_fails_or_holds_rubbish_stops_nothing() {
    storage.put(MessageRateLimiter.COUNTS, "rubbish");
    MessageRateLimiter limiter = start(burst(2));
    assertThat(accepted(limiter, "alice", 5)).isEqualTo(2);

    storage.fail(true);
    limiter.deactivate();
    assertThat(accepted(start(burst(2)), "alice", 5)).isEqualTo(2);
  }

  @Test
  void other_limits_apply_at_once_and_what_was_used_stays_used() {
    MessageRateLimiter limiter = start(burst(10));
    accepted(limiter, "alice", 8);
    accepted(limiter, "bob", 1);

    limiter.modified(burst(12).options());
    assertThat(accepted(limiter, "alice", 20)).isEqualTo(4);

    limiter.modified(burst(5).every(1, 10).options());
    assertThat(accepted(limiter, "bob", 20)).isEqualTo(5);
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(20));
    assertThat(accepted(limiter, "alice", 20)).isEqualTo(2);
  }

  @Test
  void a_new_rate_counts_from_the_change_on_also_for_the_silent() {
    MessageRateLimiter limiter = start(burst(10).every(1, 3_600));
    accepted(limiter, "alice", 10);

    limiter.modified(burst(10).every(3_600, 3_600).options());
    time.pass(Duration.ofSeconds(5));

    assertThat(accepted(limiter, "alice", 20)).isEqualTo(5);
  }

  @Test
  void a_longer_time_to_fill_up_is_not_cut_short_by_forgetting() {
    MessageRateLimiter limiter = start(burst(10).every(10, 1));
    limiter.modified(burst(10).every(1, 60).options());
    accepted(limiter, "alice", 10);

    time.pass(Duration.ofMinutes(3));

    assertThat(accepted(limiter, "alice", 20)).isEqualTo(3);
  }

  @Test
  void limits_out_of_bounds_are_named_and_leave_the_previous_in_force() {
    MessageRateLimiter limiter = start(burst(2));

    limiter.modified(burst(0).options());

    assertThat(accepted(limiter, "alice", 5)).isEqualTo(2);
    assertThatThrownBy(() -> start(burst(2).every(60, 86_401)))
        .hasMessage("message_rate_limiter.seconds is 1 to 86400, found 86401.");
  }

  @Test
  void the_widest_bounds_are_no_overflow() {
    MessageRateLimiter limiter = start(burst(Limits.MAX_BURST).every(1, Limits.MAX_SECONDS));
    assertThat(accepted(limiter, "alice", 20_000)).isEqualTo(Limits.MAX_BURST);
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofDays(1));
    limiter.deactivate();
    time.pass(Duration.ofDays(2));

    assertThat(
            accepted(start(burst(Limits.MAX_BURST).every(1, Limits.MAX_SECONDS)), "alice", 20_000))
        .isEqualTo(2);
  }

  @Test
  void a_role_has_limits_of_its_own_and_they_outlive_an_update() {
    TestOptions options =
        burst(2).with("role__limits", new String[] {"vip=5/60/60", "bot=unlimited"});
    MessageRateLimiter limiter = start(options);
    assertThat(accepted(limiter, user("v", Map.of("role", "vip")), 50)).isEqualTo(5);
    assertThat(accepted(limiter, user("b", Map.of("roles", List.of("bot"))), 50)).isEqualTo(50);
    assertThat(accepted(limiter, user("u", Map.of()), 50)).isEqualTo(2);
    limiter.deactivate();

    assertThat(accepted(start(options), user("v", Map.of("role", "vip")), 50)).isZero();
  }

  @Test
  void a_group_has_a_limit_for_all_of_its_members_together() {
    MessageRateLimiter limiter = start(burst(4).with("group__limit", "5/60/60"));
    Conversation group = Conversation.group("g");
    assertThat(acceptedIn(limiter, group, "alice", 4)).isEqualTo(4);
    assertThat(acceptedIn(limiter, group, "bob", 4)).isEqualTo(1);

    // What the group refused does not count against the user.
    assertThat(acceptedIn(limiter, Conversation.everyone(), "bob", 4)).isEqualTo(3);
    assertThat(acceptedIn(limiter, Conversation.group("h"), "carol", 4)).isEqualTo(4);
  }

  @Test
  void all_together_have_a_limit_and_read_how_long_to_wait() {
    MessageRateLimiter limiter =
        start(burst(2).with("total__limit", "3/6/60").with("busy__message", "Voll: {seconds}"));
    assertThat(accepted(limiter, "alice", 2) + accepted(limiter, "bob", 2)).isEqualTo(3);

    Verdict.Reject refused = refused(limiter, "carol");
    assertThat(refused.reason()).isEqualTo("Voll: 10");
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(10));
  }

  @Test
  void the_same_text_may_be_sent_so_often_and_again_after_a_while() {
    MessageRateLimiter limiter = start(burst(100).with("repeats", 2).with("repeat__seconds", 30));
    assertThat(accepted(limiter, "alice", 5)).isEqualTo(2);
    assertThat(send(limiter, user("alice", Map.of()), "  BONJOUR ", Optional.empty()))
        .as("in disguise")
        .isInstanceOf(Verdict.Reject.class);
    assertThat(send(limiter, user("alice", Map.of()), "Bonsoir", Optional.empty()))
        .isInstanceOf(Verdict.Accept.class);
    assertThat(accepted(limiter, "bob", 5)).isEqualTo(2);
    assertThat(send(limiter, user("bob", Map.of()), "Bonjour", Optional.of(new MessageId(1))))
        .as("an edit")
        .isInstanceOf(Verdict.Accept.class);

    time.pass(Duration.ofSeconds(20));
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(10));
    assertThat(accepted(limiter, "alice", 5)).isEqualTo(2);
  }

  @Test
  void an_edit_by_somebody_else_does_not_count() {
    MessageRateLimiter limiter = start(burst(1));
    assertThat(accepted(limiter, "alice", 2)).isEqualTo(1);

    assertThat(
            limiter.intercept(
                new MessageDraft(
                    user("alice", Map.of()),
                    "",
                    Conversation.everyone(),
                    "Bonjour",
                    Optional.empty(),
                    Instant.EPOCH,
                    Optional.of(new MessageId(1)),
                    Optional.of(Actor.operator()))))
        .isEqualTo(Verdict.accept());
  }

  @Test
  void many_users_with_the_same_text_are_a_flood() {
    MessageRateLimiter limiter = start(burst(100).with("repeats__of__all", 7));
    int passed = 0;
    for (int user = 0; user < 100; user++) {
      passed += accepted(limiter, "user" + user, 1);
    }

    assertThat(passed).isEqualTo(7);
  }

  @Test
  void who_is_warned_is_told_once_and_goes_on() {
    MessageRateLimiter limiter = start(burst(2).with("action", "warn"));

    assertThat(accepted(limiter, "alice", 10)).isEqualTo(10);
    assertThat(chat.notices()).containsExactly("s1 message_rate_limiter: Attendez 1 s.");

    time.pass(Duration.ofMinutes(1));
    assertThat(accepted(limiter, "alice", 10)).isEqualTo(10);
    assertThat(chat.notices()).hasSize(2);
  }

  @Test
  void who_is_muted_stays_so_for_the_time_also_over_an_update_and_it_is_recorded() {
    TestOptions options = burst(2).with("action", "mute").with("mute__seconds", 90);
    MessageRateLimiter limiter = start(options);
    assertThat(accepted(limiter, "alice", 10)).isEqualTo(2);
    assertThat(chat.records())
        .containsExactly(
            "extension message_rate_limiter mute user alice until 2026-11-22T12:01:30Z");

    time.pass(Duration.ofSeconds(60));
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(accepted(limiter, "bob", 1)).isEqualTo(1);
    limiter.deactivate();
    MessageRateLimiter after = start(options);
    time.pass(Duration.ofSeconds(29));
    assertThat(refused(after, "alice").retryAfter()).contains(Duration.ofSeconds(1));
    time.pass(Duration.ofSeconds(1));
    assertThat(accepted(after, "alice", 10)).isEqualTo(2);
  }

  @Test
  void options_that_can_not_be_read_are_named() {
    assertThatThrownBy(() -> start(burst(2).with("group__limit", "5/60")))
        .hasMessageContaining("group_limit")
        .hasMessageContaining("\"5/60\"");
    assertThatThrownBy(() -> start(burst(2).with("role__limits", new String[] {"vip"})))
        .hasMessageContaining("role_limits")
        .hasMessageContaining("\"vip\"");
    assertThatThrownBy(() -> start(burst(2).with("action", "shout")))
        .hasMessageContaining("action")
        .hasMessageContaining("\"shout\"");
  }

  @Test
  void the_texts_of_any_number_of_users_cost_no_more_than_the_bound() {
    Repeats repeats = new Repeats(new Repeats.Bounds(3, 0, Duration.ofHours(1)), time::nanoTime);
    for (int user = 0; user < Repeats.MAX_COUNTED + 100_000; user++) {
      repeats.count("user" + user, "Bonjour");
    }

    assertThat(repeats.size()).isLessThanOrEqualTo(Repeats.MAX_COUNTED + 1);
  }

  private MessageRateLimiter start(TestOptions options) {
    return new MessageRateLimiter(
        chat.engine(), chat.moderationRecords(), storage, options.options(), time, time::nanoTime);
  }

  private static User user(String id, Map<String, ?> metadata) {
    return new User(id, id, Metadata.of(metadata), Instant.EPOCH, true);
  }

  private static Verdict send(MessageRateLimiter limiter, User sender) {
    return send(limiter, sender, "Bonjour", Optional.empty());
  }

  private static Verdict send(
      MessageRateLimiter limiter, User sender, String content, Optional<MessageId> edits) {
    return limiter.intercept(
        new MessageDraft(
            sender,
            "s1",
            Conversation.everyone(),
            content,
            Optional.empty(),
            Instant.EPOCH,
            edits,
            edits.map(id -> Actor.user(sender.id()))));
  }

  private static int acceptedIn(
      MessageRateLimiter limiter, Conversation conversation, String userId, int messages) {
    int accepted = 0;
    for (int i = 0; i < messages; i++) {
      MessageDraft draft =
          new MessageDraft(
              user(userId, Map.of()), "s1", conversation, "Salut", Optional.empty(), Instant.EPOCH);
      accepted += limiter.intercept(draft) instanceof Verdict.Accept ? 1 : 0;
    }
    return accepted;
  }

  private static int accepted(MessageRateLimiter limiter, String userId, int messages) {
    return accepted(limiter, user(userId, Map.of()), messages);
  }

  private static int accepted(MessageRateLimiter limiter, User sender, int messages) {
    int accepted = 0;
    for (int i = 0; i < messages; i++) {
      accepted += send(limiter, sender) instanceof Verdict.Accept ? 1 : 0;
    }
    return accepted;
  }

  private static Verdict.Reject refused(MessageRateLimiter limiter, String userId) {
    Verdict verdict = send(limiter, user(userId, Map.of()));
    assertThat(verdict).isInstanceOf(Verdict.Reject.class);
    return (Verdict.Reject) verdict;
  }
}
