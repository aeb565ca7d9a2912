package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent.UserConnected;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the hooks answer. */
class UsersManagementTest {

  private static final Actor OPERATOR = Actor.operator();
  private static final Optional<Instant> IN_A_MINUTE = Optional.of(World.START.plusSeconds(60));

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void who_is_banned_is_told_until_when_and_why() {
    world.moderation.ban(OPERATOR, "bob", "spam", IN_A_MINUTE);
    world.pass(Duration.ofSeconds(15));

    assertThat(connect("bob"))
        .isEqualTo(
            Verdict.reject(
                "You are banned until 2026-11-22 18:01:00 UTC: spam", Duration.ofSeconds(45)));
    assertThat(connect("alice")).isEqualTo(Verdict.accept());

    world.pass(Duration.ofSeconds(45));
    assertThat(connect("bob")).isEqualTo(Verdict.accept());
  }

  @Test
  void a_wait_is_rounded_up() {
    world.moderation.ban(OPERATOR, "bob", "", IN_A_MINUTE);
    world.pass(Duration.ofNanos(1));

    Verdict.Reject rejected = (Verdict.Reject) connect("bob");
    assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(60));
  }

  @Test
  void a_french_user_reads_french() {
    world.known.computeIfPresent(
        "bob", (id, user) -> user.withMetadata(Metadata.of(Map.of("locale", "fr-CA"))));
    world.moderation.ban(OPERATOR, "bob", "pub", Optional.empty());

    assertThat(connect("bob")).isEqualTo(Verdict.reject("Vous êtes banni : pub"));
    assertThat(world.disconnected).containsExactly("bob: Vous êtes banni : pub");
  }

  @Test
  void who_is_muted_can_neither_send_nor_edit_but_connect() {
    world.moderation.mute(OPERATOR, "bob", "", IN_A_MINUTE);

    Verdict refusal =
        Verdict.reject("You may not write until 2026-11-22 18:01:00 UTC.", Duration.ofSeconds(60));
    assertThat(world.hooks.intercept(draft("bob"))).isEqualTo(refusal);
    assertThat(world.hooks.intercept(edit("bob", Actor.user("bob")))).isEqualTo(refusal);
    assertThat(world.hooks.intercept(edit("bob", Actor.user("alice"))))
        .as("by a moderator")
        .isEqualTo(Verdict.accept());
    assertThat(world.hooks.intercept(edit("alice", Actor.user("bob"))))
        .as("by one who may not write")
        .isEqualTo(refusal);
    assertThat(world.hooks.intercept(draft("alice"))).isEqualTo(Verdict.accept());
    assertThat(connect("bob")).isEqualTo(Verdict.accept());

    world.moderation.unmute(OPERATOR, "bob", "");
    assertThat(world.hooks.intercept(draft("bob"))).isEqualTo(Verdict.accept());
  }

  @Test
  void a_session_that_was_being_opened_during_the_ban_is_closed_and_sends_nothing() {
    assertThat(connect("bob")).isEqualTo(Verdict.accept());
    world.moderation.ban(OPERATOR, "bob", "spam", Optional.empty());

    assertThat(world.hooks.intercept(draft("bob")))
        .isEqualTo(Verdict.reject("You are banned: spam"));
    world.hooks.onConnect(connected("bob"));
    world.hooks.onConnect(connected("alice"));

    assertThat(world.closed).containsExactly("session of bob: You are banned: spam");
  }

  @Test
  void what_a_banned_user_wrote_can_be_edited_by_others() {
    world.moderation.ban(OPERATOR, "bob", "", Optional.empty());

    assertThat(world.hooks.intercept(edit("bob", OPERATOR))).isEqualTo(Verdict.accept());
  }

  private Verdict connect(String userId) {
    return world.hooks.intercept(
        new ConnectRequest(world.known.get(userId), true, world.now.get()));
  }

  private UserConnected connected(String userId) {
    User user = world.known.get(userId);
    return new UserConnected(user, "session of " + userId, true, world.now.get());
  }

  private MessageDraft draft(String userId) {
    return new MessageDraft(
        world.known.get(userId),
        "session",
        Conversation.everyone(),
        "Hello",
        Optional.empty(),
        world.now.get());
  }

  private MessageDraft edit(String userId, Actor by) {
    return new MessageDraft(
        world.known.get(userId),
        "",
        Conversation.everyone(),
        "Hello",
        Optional.empty(),
        world.now.get(),
        Optional.of(MessageId.firstAt(World.START)),
        Optional.of(by));
  }
}
