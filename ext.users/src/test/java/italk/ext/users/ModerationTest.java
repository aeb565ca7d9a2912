package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Sanction.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what; that it is durable, recorded and in force, in this order; and how it ends. */
class ModerationTest {

  private static final Actor OPERATOR = Actor.operator();
  private static final Actor ADMIN = Actor.user("admin");
  private static final Actor MODERATOR = Actor.user("moderator");
  private static final Optional<Instant> FOREVER = Optional.empty();
  private static final String[] ROLES = {
    "admin=*",
    "moderator=users.ban,users.mute",
    "editor=users.edit",
    "boss=users.roles,users.ban,users.edit",
    "vip="
  };

  private final World world = new World(ROLES);

  ModerationTest() {
    world.moderation.grant(OPERATOR, "admin", "admin");
    world.moderation.grant(OPERATOR, "moderator", "moderator");
    world.records.all.clear();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void a_ban_is_recorded_kept_in_force_and_closes_sessions() {
    Optional<Instant> end = Optional.of(World.START.plusSeconds(60));

    Sanction ban = world.moderation.ban(MODERATOR, "bob", "spam", end);

    assertThat(ban).isEqualTo(new Sanction(Kind.BAN, "bob", MODERATOR, "spam", World.START, end));
    assertThat(world.moderation.find(Kind.BAN, "bob")).contains(ban);
    assertThat(world.moderation.list(Kind.BAN, "", 10)).containsExactly(ban);
    assertThat(world.moderation.list(Kind.MUTE, "", 10)).isEmpty();
    assertThat(world.disconnected)
        .containsExactly("bob: You are banned until 2026-11-22 18:01:00 UTC: spam");
    assertThat(world.records.words()).containsExactly("user moderator ban user bob: spam");
    assertThat(world.records.all.get(0).until()).isEqualTo(end);
    assertThat(world.storage.entries).containsKey("ban/bob");
  }

  @Test
  void it_is_there_after_a_restart_with_everything_about_it() {
    Sanction ban = world.moderation.ban(MODERATOR, "bob", "spam", FOREVER);
    Sanction mute =
        world.moderation.mute(
            OPERATOR, "alice", "", Optional.of(World.START.plus(Duration.ofDays(1))));

    world.start(World.options("", ROLES));

    assertThat(world.moderation.find(Kind.BAN, "bob")).contains(ban);
    assertThat(world.moderation.find(Kind.MUTE, "alice")).contains(mute);
    assertThat(world.ledger.roles("admin")).containsExactly("admin");
  }

  @Test
  void it_ends_by_itself_and_is_forgotten_with_the_next_change() {
    world.moderation.ban(OPERATOR, "bob", "", Optional.of(World.START.plusSeconds(60)));
    world.moderation.mute(OPERATOR, "bob", "", Optional.of(World.START.plusSeconds(60)));
    world.pass(Duration.ofSeconds(60));

    assertThat(world.moderation.find(Kind.BAN, "bob")).isEmpty();
    assertThat(world.moderation.list(Kind.MUTE, "", 10)).isEmpty();

    world.moderation.mute(OPERATOR, "alice", "", FOREVER);
    assertThat(world.storage.entries).doesNotContainKeys("ban/bob", "mute/bob");
    assertThat(world.ledger.book().bans()).isEmpty();
  }

  @Test
  void what_is_over_does_not_pile_up() {
    for (int i = 0; i < 500; i++) {
      world.moderation.mute(OPERATOR, "bob", "", Optional.of(world.now.get().plusSeconds(1)));
      world.moderation.ban(OPERATOR, "alice", "", Optional.of(world.now.get().plusSeconds(1)));
      world.pass(Duration.ofSeconds(2));
      assertThat(world.storage.entries).hasSizeLessThan(5);
    }
  }

  @Test
  void a_lifted_one_is_gone_for_good() {
    Sanction ban = world.moderation.ban(OPERATOR, "bob", "spam", FOREVER);

    assertThat(world.moderation.unban(MODERATOR, "bob", "sorry")).contains(ban);
    assertThat(world.moderation.unban(MODERATOR, "bob", "again")).isEmpty();

    world.start(World.options("", ROLES));
    assertThat(world.moderation.find(Kind.BAN, "bob")).isEmpty();
    assertThat(world.records.words())
        .containsExactly("operator ban user bob: spam", "user moderator unban user bob: sorry");
  }

  @Test
  void what_can_not_be_recorded_or_kept_is_not_in_force() {
    world.records.refuses = true;
    refused(Problem.Code.UNAVAILABLE, () -> world.moderation.ban(OPERATOR, "bob", "", FOREVER));
    assertThat(world.storage.entries).doesNotContainKey("ban/bob");

    world.records.refuses = false;
    world.storage.refuses = true;
    refused(Problem.Code.UNAVAILABLE, () -> world.moderation.ban(OPERATOR, "bob", "", FOREVER));
    assertThat(world.moderation.find(Kind.BAN, "bob")).isEmpty();
    assertThat(world.disconnected).isEmpty();

    world.storage.refuses = false;
    world.moderation.ban(OPERATOR, "bob", "", FOREVER);
    world.storage.refuses = true;
    refused(Problem.Code.UNAVAILABLE, () -> world.moderation.unban(OPERATOR, "bob", ""));
    assertThat(world.moderation.find(Kind.BAN, "bob")).isPresent();
  }

  @Test
  void who_has_no_permission_does_nothing() {
    Actor alice = Actor.user("alice");
    List<ThrowingCallable> attempts =
        List.of(
            () -> world.moderation.ban(alice, "bob", "", FOREVER),
            () -> world.moderation.unban(alice, "bob", ""),
            () -> world.moderation.mute(alice, "bob", "", FOREVER),
            () -> world.moderation.unmute(alice, "bob", ""),
            () -> world.moderation.kick(alice, "bob", ""),
            () -> world.moderation.grant(alice, "alice", "admin"),
            () -> world.moderation.withdraw(alice, "admin", "admin"),
            () -> world.moderation.rename(alice, "bob", "Bobby"),
            () -> world.moderation.setMetadata(alice, "bob", Map.of()),
            () -> world.moderation.rename(MODERATOR, "bob", "Bobby"));

    attempts.forEach(it -> refused(Problem.Code.NOT_ALLOWED, it));
    assertThat(world.records.all).isEmpty();
    assertThat(world.moderation.list(Kind.BAN, "", 10)).isEmpty();
  }

  @Test
  void nobody_acts_upwards_sideways_or_on_oneself() {
    world.moderation.grant(OPERATOR, "alice", "moderator");
    world.moderation.grant(OPERATOR, "bob", "boss");
    Actor boss = Actor.user("bob");

    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.ban(MODERATOR, "admin", "", FOREVER));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.mute(MODERATOR, "alice", "", FOREVER));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.kick(MODERATOR, "alice", ""));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.ban(boss, "admin", "", FOREVER));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.unban(boss, "bob", ""));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.rename(boss, "admin", "x"));
    refused(
        Problem.Code.NOT_ALLOWED, () -> world.moderation.kick(Actor.user("admin"), "admin", ""));

    world.moderation.mute(ADMIN, "alice", "", FOREVER);
    world.moderation.ban(OPERATOR, "admin", "", FOREVER);
    world.moderation.ban(Actor.extension("guard"), "bob", "", FOREVER);
    assertThat(world.moderation.list(Kind.BAN, "", 10))
        .extracting(Sanction::userId)
        .containsExactly("admin", "bob");
  }

  @Test
  void nobody_gives_or_takes_what_one_does_not_have() {
    world.moderation.grant(OPERATOR, "bob", "boss");
    Actor boss = Actor.user("bob");

    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.grant(boss, "bob", "admin"));
    refused(Problem.Code.NOT_ALLOWED, () -> world.moderation.withdraw(boss, "admin", "admin"));
    assertThat(world.moderation.grant(boss, "alice", "editor")).containsExactly("editor");
    assertThat(world.ledger.allows("alice", "users.edit")).isTrue();
    assertThat(world.moderation.withdraw(boss, "alice", "editor")).isEmpty();
    assertThat(world.ledger.allows("alice", "users.edit")).isFalse();
    assertThat(world.storage.entries).doesNotContainKey("roles/alice");
    refused(Problem.Code.INVALID, () -> world.moderation.withdraw(boss, "alice", "editor"));
    refused(Problem.Code.INVALID, () -> world.moderation.grant(ADMIN, "alice", "nothing"));
  }

  @Test
  void giving_a_role_twice_changes_and_records_nothing() {
    world.moderation.grant(ADMIN, "alice", "vip");
    assertThat(world.moderation.grant(ADMIN, "alice", "vip")).containsExactly("vip");

    assertThat(world.records.all).hasSize(1);
    assertThat(world.records.all.get(0).details()).isEqualTo(Metadata.of(Map.of("role", "vip")));
    assertThat(world.moderation.granted("admin", 1)).isEqualTo(Map.of("alice", Set.of("vip")));
  }

  @Test
  void a_kick_closes_sessions_and_needs_one() {
    assertThat(world.moderation.kick(MODERATOR, "bob", "calm down")).isEqualTo(1);
    assertThat(world.moderation.kick(MODERATOR, "bob", "calm down")).isZero();

    assertThat(world.disconnected)
        .containsExactly("bob: You were disconnected by a moderator: calm down");
    assertThat(world.records.words()).containsExactly("user moderator kick user bob: calm down");
  }

  @Test
  void a_rename_and_metadata_are_recorded_without_the_values() {
    world.moderation.rename(ADMIN, "bob", "Robert");
    world.moderation.setMetadata(ADMIN, "bob", Map.of("city", "Dakar"));

    assertThat(world.known.get("bob").name()).isEqualTo("Robert");
    assertThat(world.known.get("bob").metadata()).isEqualTo(Metadata.of(Map.of("city", "Dakar")));
    assertThat(world.records.all.get(0).details())
        .isEqualTo(Metadata.of(Map.of("from", "bob", "to", "Robert")));
    assertThat(world.records.all.get(1).details())
        .isEqualTo(Metadata.of(Map.of("keys", List.of("city"))));
    refused(Problem.Code.INVALID, () -> world.moderation.rename(ADMIN, "bob", " "));
    assertThat(world.records.all).hasSize(2);
  }

  @Test
  void metadata_give_roles_only_where_the_option_says_so() {
    world.known.computeIfPresent(
        "alice", (id, user) -> user.withMetadata(Metadata.of(Map.of("role", "admin"))));
    assertThat(world.ledger.roles("alice")).isEmpty();

    world.ledger.modified(World.options("role", ROLES));
    assertThat(world.ledger.roles("alice")).containsExactly("admin");
    assertThat(world.ledger.allows("alice", "anything")).isTrue();

    world.moderation.grant(OPERATOR, "bob", "editor");
    Actor editor = Actor.user("bob");
    refused(
        Problem.Code.NOT_ALLOWED,
        () -> world.moderation.setMetadata(editor, "bob", Map.of("role", "admin")));
    world.moderation.setMetadata(OPERATOR, "bob", Map.of("role", List.of("vip", "nothing")));
    assertThat(world.ledger.roles("bob")).containsExactlyInAnyOrder("editor", "vip");
  }

  @Test
  void roles_that_can_not_be_read_leave_the_previous_in_force() {
    world.ledger.modified(World.options("", "nonsense"));

    assertThat(world.ledger.allows("moderator", "users.ban")).isTrue();

    world.ledger.modified(World.options("", "moderator=users.mute"));
    assertThat(world.ledger.allows("moderator", "users.ban")).isFalse();
    assertThat(world.ledger.roles("admin")).as("no such role now").isEmpty();
  }

  @Test
  void roles_that_can_not_be_read_at_the_start_give_nobody_anything_and_lift_nothing() {
    world.moderation.ban(OPERATOR, "bob", "", FOREVER);

    world.start(World.options("", "admin=*", "nonsense"));

    assertThat(world.ledger.allows("admin", "users.ban")).isFalse();
    assertThat(world.moderation.find(Kind.BAN, "bob")).isPresent();
    world.ledger.modified(World.options("", ROLES));
    assertThat(world.ledger.allows("admin", "users.ban")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "\u0007", "\ud800", "\u2028"})
  void a_reason_is_one_line(String reason) {
    refused(Problem.Code.INVALID, () -> world.moderation.ban(OPERATOR, "bob", reason, FOREVER));
    assertThat(world.records.all).isEmpty();
  }

  @Test
  void arguments_out_of_bounds_are_refused_before_anything_is_recorded() {
    refused(
        Problem.Code.INVALID,
        () -> world.moderation.ban(OPERATOR, "bob", "x".repeat(1_001), FOREVER));
    refused(
        Problem.Code.INVALID,
        () -> world.moderation.ban(OPERATOR, "bob", "", Optional.of(World.START)));
    refused(Problem.Code.UNKNOWN_USER, () -> world.moderation.ban(OPERATOR, "nobody", "", FOREVER));
    refused(Problem.Code.INVALID, () -> world.moderation.list(Kind.BAN, "", 501));
    assertThat(world.records.all).isEmpty();
  }

  @Test
  void pages_follow_one_another() {
    for (String id : List.of("alice", "bob", "moderator")) {
      world.moderation.mute(OPERATOR, id, "", FOREVER);
    }

    assertThat(world.moderation.list(Kind.MUTE, "", 2))
        .extracting(Sanction::userId)
        .containsExactly("alice", "bob");
    assertThat(world.moderation.list(Kind.MUTE, "bob", 2))
        .extracting(Sanction::userId)
        .containsExactly("moderator");
  }

  @Test
  void who_is_banned_and_online_when_it_starts_is_disconnected() {
    world.moderation.ban(OPERATOR, "bob", "", FOREVER);
    world.known.computeIfPresent("bob", (id, user) -> user.withOnline(true));
    world.disconnected.clear();

    world.start(World.options("", ROLES));
    // Made after what the start has put in line.
    world.moderation.unmute(OPERATOR, "bob", "");

    assertThat(world.disconnected).containsExactly("bob: You are banned.");
  }

  @Test
  void changes_from_many_threads_are_all_made() throws Exception {
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String id = "user" + i;
      world.known.put(id, world.known.get("bob"));
      threads.add(
          CompletableFuture.runAsync(
              () -> {
                for (int round = 0; round < 50; round++) {
                  world.moderation.mute(OPERATOR, id, "", FOREVER);
                  assertThat(world.moderation.find(Kind.MUTE, id)).isPresent();
                  world.moderation.unmute(OPERATOR, id, "");
                  assertThat(world.moderation.find(Kind.MUTE, id)).isEmpty();
                  world.moderation.ban(OPERATOR, id, "", FOREVER);
                }
              }));
    }
    CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(world.moderation.list(Kind.BAN, "", 100)).hasSize(8);
    assertThat(SavedBook.read(world.storage.all())).isEqualTo(world.ledger.book());
  }

  @Test
  void a_change_under_way_is_made_before_the_next_version_reads() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.storage.beforeWrite =
        () -> {
          writing.countDown();
          await(go);
        };
    CompletableFuture<Sanction> ban =
        CompletableFuture.supplyAsync(() -> world.moderation.ban(OPERATOR, "bob", "", FOREVER));
    await(writing);
    CompletableFuture<Void> update =
        CompletableFuture.runAsync(() -> world.start(World.options("", ROLES)));
    go.countDown();

    ban.get(30, TimeUnit.SECONDS);
    update.get(30, TimeUnit.SECONDS);
    assertThat(world.moderation.find(Kind.BAN, "bob")).isPresent();
  }

  @Test
  void after_the_end_callers_are_told_so() {
    Moderation old = world.moderation;
    world.stop();

    refused(Problem.Code.UNAVAILABLE, () -> old.ban(OPERATOR, "bob", "", FOREVER));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(Problem.Code code, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            EngineException.class, refused -> assertThat(refused.problem().code()).isEqualTo(code));
  }
}
