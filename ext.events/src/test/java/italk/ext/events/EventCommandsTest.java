package italk.ext.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Engine;
import italk.engine.api.event.CustomEvent;
import italk.ext.events.fact.EventFacts;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of one's own, and which of all are remembered. */
class EventCommandsTest {

  private final RecentEvents recent =
      new RecentEvents(TestOptions.with(Map.of("recent__events", 3)));
  private final Engine engine =
      (Engine)
          Proxy.newProxyInstance(
              Engine.class.getClassLoader(),
              new Class<?>[] {Engine.class},
              (self, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("emit");
                recent.accept(EventFacts.of((CustomEvent) arguments[0]));
                return null;
              });
  private final EventCommands commands = new EventCommands(engine, recent);

  @Test
  void what_is_emitted_is_among_the_last_events() {
    assertThat(commands.events()).isEqualTo("No event is remembered.");

    assertThat(commands.emit("polls/closed", "{\"id\": 7, \"\u202e\": \"a\\nb\"}"))
        .isEqualTo("emitted polls/closed");
    assertThat(commands.events())
        .contains("custom:polls/closed", "{\"id\":7,\"\\u202e\":\"a\\nb\"}");
  }

  @Test
  void only_the_last_are_remembered() {
    for (int i = 1; i <= 5; i++) {
      commands.emit("t" + i);
    }

    assertThat(commands.events()).contains("t3", "t4", "t5").doesNotContain("t2");
    commands.emit("t6", "{\"x\":\"" + "y".repeat(10_000) + "\"}");
    assertThat(recent.last(1).get(0).about()).hasSize(200);
    commands.emit("t5");
    assertThat(commands.events(1).lines()).hasSize(2).last().asString().contains("t5");
    recent.modified(TestOptions.with(Map.of("recent__events", 1)));
    assertThat(commands.events()).contains("t5").doesNotContain("t4");
  }

  @Test
  void what_is_no_event_is_said() {
    assertThatThrownBy(() -> commands.emit("t", "[1]")).hasMessageContaining("a JSON object");
    assertThatThrownBy(() -> commands.emit("t", "{id")).hasMessageContaining("a JSON object");
    assertThatThrownBy(() -> commands.emit(" ")).hasMessageContaining("1 to 128 characters");
    assertThatThrownBy(() -> commands.events(0)).hasMessageContaining("1 to 1000");
  }
}
