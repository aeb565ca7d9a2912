package italk.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who keeps what, and for how long. */
class ShellSessionsTest {

  private final FakeEngine engine = new FakeEngine();
  private final ShellSessions sessions = new ShellSessions(engine);

  @Test
  void thereIsALimit() {
    for (int i = 0; i < ShellSessions.MAX_SESSIONS; i++) {
      sessions.open("u" + i, "User", Map.of(), line -> true);
    }

    assertThatThrownBy(() -> sessions.open("more", "More", Map.of(), line -> true))
        .hasMessageContaining("1000 sessions");
    engine.sessions.get(0).close("gone");
    sessions.open("more", "More", Map.of(), line -> true);
    assertThat(engine.sessions).hasSize(ShellSessions.MAX_SESSIONS);
  }

  @Test
  void aConsoleThatIsGoneIsNotPrintedToAgain() {
    List<String> printed = new ArrayList<>();
    sessions.open(
        "1",
        "Alice",
        Map.of(),
        line -> {
          printed.add(line);
          return false;
        });
    engine.sessions.get(0).notice("bot", "second");

    assertThat(printed).containsExactly("1 < * welcome: Hello Alice");
    assertThat(sessions.find("1").received())
        .containsExactly("* welcome: Hello Alice", "* bot: second");
  }

  @Test
  void aConnectThatFailsLeavesNothingBehind() {
    assertThatThrownBy(() -> sessions.open("white space", "Alice", Map.of(), line -> true))
        .hasMessageContaining("user id");
    assertThatThrownBy(() -> sessions.find("white space")).isInstanceOf(CommandFailure.class);
  }

  @Test
  void aConnectThatIsOvertakenByTheEndIsClosed() {
    sessions.close();
    sessions.open("1", "Alice", Map.of(), line -> true);

    assertThat(engine.sessions).isEmpty();
  }
}
