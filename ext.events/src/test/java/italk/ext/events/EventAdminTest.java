package italk.ext.events;

import static italk.ext.events.TestOptions.list;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Engine;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import italk.ext.events.fact.EventFacts;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Both ways between the engine and Event Admin, without either. */
class EventAdminTest {

  private final List<Event> posted = new ArrayList<>();
  private final EventAdmin eventAdmin =
      new EventAdmin() {
        @Override
        public void postEvent(Event event) {
          posted.add(event);
        }

        @Override
        public void sendEvent(Event event) {
          throw new AssertionError("it would wait for the handlers");
        }
      };

  private final List<CustomEvent> emitted = new ArrayList<>();
  private final Engine engine =
      (Engine)
          Proxy.newProxyInstance(
              Engine.class.getClassLoader(),
              new Class<?>[] {Engine.class},
              (self, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("emit");
                emitted.add((CustomEvent) arguments[0]);
                return null;
              });

  @ParameterizedTest
  @CsvSource({
    "message_sent,italk/engine/message/SENT",
    "extension_changed,italk/engine/extension/CHANGED",
    "error,italk/engine/ERROR",
    "moderated,italk/engine/MODERATED",
    "custom:polls/closed,italk/engine/custom/polls/closed",
    "custom:sondage fermé!,italk/engine/custom/sondage_ferm__",
    "custom://a//b//,italk/engine/custom/a/b",
    "custom:/,italk/engine/custom/_"
  })
  void every_event_has_a_topic(String type, String topic) {
    assertThat(EventAdminBridge.topic(type)).isEqualTo(topic);
    assertThat(new Event(topic, Map.of()).getTopic()).isEqualTo(topic);
  }

  @Test
  void what_is_wanted_is_posted() {
    EventAdminBridge bridge =
        new EventAdminBridge(
            eventAdmin,
            TestOptions.with(
                Map.of("event__admin__out", true, "event__admin__events", list("custom:*"))));
    tell(bridge, new Failure("a", "b", "c", "d", Instant.now()));
    CustomEvent event = CustomEvent.of("polls/closed", Map.of("id", 7, "type", "theirs"));
    tell(bridge, event);

    assertThat(posted).hasSize(1);
    assertThat(posted.get(0).getProperty("id")).isEqualTo(7L);
    assertThat(posted.get(0).getProperty("type")).isEqualTo("custom:polls/closed");
    assertThat(posted.get(0).getProperty("event")).isSameAs(event);

    bridge.modified(TestOptions.defaults());
    tell(bridge, event);
    assertThat(posted).as("off by default").hasSize(1);
  }

  private static void tell(EventBridge bridge, EngineEvent event) {
    bridge.accept(event, EventFacts.of(event));
  }

  @Test
  void what_comes_in_is_a_custom_event() {
    EventAdminEntrance entrance =
        new EventAdminEntrance(
            engine,
            TestOptions.with(
                Map.of("event__admin__in", true, "event__admin__types", list("polls/*"))));
    Map<String, Object> properties = new HashMap<>();
    properties.put("id", 7);
    properties.put("names", new String[] {"a", "b"});
    properties.put("nothing", null);
    properties.put("thread", Thread.State.NEW);
    entrance.handleEvent(new Event("italk/custom/polls/closed", properties));
    entrance.handleEvent(new Event("italk/custom/other", Map.of()));

    assertThat(emitted).hasSize(1);
    assertThat(emitted.get(0).type()).isEqualTo("polls/closed");
    assertThat(emitted.get(0).payload().asMap())
        .containsEntry("id", 7L)
        .containsEntry("names", List.of("a", "b"))
        .containsEntry("nothing", null)
        .containsEntry("thread", "NEW")
        .hasSize(4);

    entrance.modified(TestOptions.defaults());
    entrance.handleEvent(new Event("italk/custom/polls/closed", Map.of()));
    assertThat(emitted).as("off by default").hasSize(1);
  }

  @Test
  void what_is_too_much_is_left_out() {
    EventAdminEntrance entrance =
        new EventAdminEntrance(engine, TestOptions.with(Map.of("event__admin__in", true)));

    entrance.handleEvent(
        new Event("italk/custom/polls/closed", Map.of("text", "x".repeat(100_000))));

    assertThat(emitted).isEmpty();
  }
}
