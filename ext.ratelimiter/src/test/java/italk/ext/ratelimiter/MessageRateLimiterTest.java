package italk.ext.ratelimiter;

import static italk.ext.ratelimiter.TestOptions.burst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
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

    limiter.modified(burst(12));
    assertThat(accepted(limiter, "alice", 20)).isEqualTo(4);

    limiter.modified(burst(5).every(1, 10));
    assertThat(accepted(limiter, "bob", 20)).isEqualTo(5);
    assertThat(refused(limiter, "alice").retryAfter()).contains(Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(20));
    assertThat(accepted(limiter, "alice", 20)).isEqualTo(2);
  }

  @Test
  void a_new_rate_counts_from_the_change_on_also_for_the_silent() {
    MessageRateLimiter limiter = start(burst(10).every(1, 3_600));
    accepted(limiter, "alice", 10);

    limiter.modified(burst(10).every(3_600, 3_600));
    time.pass(Duration.ofSeconds(5));

    assertThat(accepted(limiter, "alice", 20)).isEqualTo(5);
  }

  @Test
  void a_longer_time_to_fill_up_is_not_cut_short_by_forgetting() {
    MessageRateLimiter limiter = start(burst(10).every(10, 1));
    limiter.modified(burst(10).every(1, 60));
    accepted(limiter, "alice", 10);

    time.pass(Duration.ofMinutes(3));

    assertThat(accepted(limiter, "alice", 20)).isEqualTo(3);
  }

  @Test
  void limits_out_of_bounds_are_named_and_leave_the_previous_in_force() {
    MessageRateLimiter limiter = start(burst(2));

    limiter.modified(burst(0));

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

  private MessageRateLimiter start(RateLimiterOptions options) {
    return new MessageRateLimiter(storage, options, time, time::nanoTime);
  }

  private static User user(String id, Map<String, ?> metadata) {
    return new User(id, id, Metadata.of(metadata), Instant.EPOCH, true);
  }

  private static Verdict send(MessageRateLimiter limiter, User sender) {
    return limiter.intercept(
        new MessageDraft(
            sender, "s1", Conversation.everyone(), "Bonjour", Optional.empty(), Instant.EPOCH));
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
