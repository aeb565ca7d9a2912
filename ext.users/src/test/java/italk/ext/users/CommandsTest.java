package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator types and reads. */
class CommandsTest {

  private final World world = new World("admin=*", "vip=");
  private final SanctionCommands sanctions = new SanctionCommands(world.moderation);
  private final UserCommands users =
      new UserCommands(world.engine, world.moderation, world.ledger, world.records);

  @AfterEach
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"10m,600", "2h,7200", "7d,604800", "1w,604800", "1d12h,129600", "30S,30"})
  void a_duration_is_read(String word, long seconds) {
    assertThat(CommandWords.until(World.START, word)).contains(World.START.plusSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "-1h", "1 h", "9999999d", "ever"})
  void what_is_no_duration_is_refused(String word) {
    assertThatThrownBy(() -> CommandWords.until(World.START, word))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("10m | 2h | 7d | forever");
  }

  @Test
  void a_ban_and_its_end() {
    assertThat(sanctions.bans()).isEqualTo("Nobody is banned.");
    assertThat(sanctions.ban("bob", "forever", "spam", "again"))
        .isEqualTo("bob is banned forever.");
    assertThat(sanctions.bans())
        .isEqualTo(
            """
            ID   SINCE                    UNTIL  BY        REASON
            bob  2026-11-22 18:00:00 UTC  -      operator  spam again
            """);
    assertThat(sanctions.unban("bob"))
        .isEqualTo("bob may come in again. The ban was forever, by operator: spam again");
    assertThat(sanctions.unban("bob")).isEqualTo("bob is not banned.");
  }

  @Test
  void a_mute_and_its_end() {
    world.now.set(Instant.now().plus(Duration.ofDays(1)));
    assertThat(sanctions.mute("bob", "2d")).startsWith("bob is muted until 20").endsWith(" UTC.");
    assertThat(sanctions.mutes()).contains("bob");
    assertThat(sanctions.unmute("bob", "fine"))
        .startsWith("bob may write again. The mute was until");
    assertThat(sanctions.mutes()).isEqualTo("Nobody is muted.");
  }

  @Test
  void a_kick() {
    assertThat(sanctions.kick("bob", "calm")).isEqualTo("1 session of bob closed.");
    assertThat(sanctions.kick("bob")).isEqualTo("bob is not online.");
  }

  @Test
  void roles() {
    assertThat(users.role("grant", "bob", "vip")).isEqualTo("bob has been given: vip");
    assertThat(users.roles("bob")).isEqualTo("vip");
    assertThat(users.roles())
        .isEqualTo(
            """
            ROLE   PERMISSIONS  GIVEN TO
            admin  *            -
            vip    -            bob
            """);
    assertThat(users.role("withdraw", "bob", "vip")).isEqualTo("bob has been given no role.");
    assertThatThrownBy(() -> users.role("take", "bob", "vip"))
        .hasMessage("Expected grant or withdraw, found \"take\".");
  }

  @Test
  void one_user() {
    users.rename("bob", "Robert", "the", "Third");
    users.metadata("bob", "city=Dakar", "note=a=b");
    users.metadata("bob", "note=");
    sanctions.ban("bob", "forever", "spam");

    assertThat(users.user("bob").lines())
        .contains(
            "name                     Robert the Third",
            "metadata                 {city=Dakar}",
            "ban                      forever, by operator: spam",
            "2026-11-22 18:00:00 UTC  ban, by operator: spam");
    assertThat(users.metadata("alice")).isEqualTo("alice has no metadata.");
    assertThatThrownBy(() -> users.user("nobody")).hasMessageContaining("no user \"nobody\"");
  }

  @Test
  void what_users_wrote_can_not_move_the_cursor() {
    assertThat(CommandWords.table(List.of(List.of("A"), List.of("\u001b[2J\n\u202e"))))
        .isEqualTo("A\n?[2J??\n");
  }

  @Test
  void every_command_is_described() {
    Set<String> functions =
        Stream.of(SanctionCommands.class, UserCommands.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Descriptor.class))
            .map(method -> method.getName())
            .collect(Collectors.toSet());

    assertThat(functions)
        .containsExactlyInAnyOrder(
            "ban",
            "unban",
            "bans",
            "mute",
            "unmute",
            "mutes",
            "kick",
            "user",
            "rename",
            "metadata",
            "roles",
            "role");
  }
}
