package italk.ext.events;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.event.CustomEvent;
import italk.ext.events.fact.Patterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes custom events of what is said to Event Admin below {@value #TOPICS}, where that is switched
 * on: {@code italk/custom/polls/closed} is the custom event {@code polls/closed}.
 */
@Component(
    service = EventHandler.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = EventConstants.EVENT_TOPIC + "=" + EventAdminEntrance.TOPICS + "*")
public final class EventAdminEntrance implements EventHandler {

  static final String TOPICS = "italk/custom/";

  private static final Logger LOGGER = LoggerFactory.getLogger(EventAdminEntrance.class);

  private final Engine engine;
  // Written by the component's life cycle, read by Event Admin's threads.
  private volatile Rules rules;

  private record Rules(boolean isOn, Patterns types) {
    static Rules of(EventsOptions options) {
      return new Rules(
          options.event__admin__in(), Patterns.orAll(List.of(options.event__admin__types())));
    }
  }

  /** Lets in what {@code options} say. */
  @Activate
  public EventAdminEntrance(@Reference Engine engine, EventsOptions options) {
    this.engine = engine;
    this.rules = Rules.of(options);
  }

  @Modified
  void modified(EventsOptions options) {
    rules = Rules.of(options);
  }

  @Override
  public void handleEvent(Event event) {
    Rules current = rules;
    String type = event.getTopic().substring(TOPICS.length());
    if (!current.isOn() || !current.types().matches(type)) {
      return;
    }
    try {
      engine.emit(CustomEvent.of(type, payload(event)));
    } catch (EngineException tooMuch) {
      LOGGER.warn(
          "The event {} of Event Admin is not told in the engine: {}",
          event.getTopic(),
          tooMuch.getMessage());
    }
  }

  private static Map<String, Object> payload(Event event) {
    Map<String, Object> payload = new LinkedHashMap<>();
    for (String name : event.getPropertyNames()) {
      if (!name.equals(EventConstants.EVENT_TOPIC)) {
        payload.put(name, json(event.getProperty(name)));
      }
    }
    return payload;
  }

  // Whatever is no JSON is told as its text.
  private static Object json(Object value) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    } else if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Double) {
      return value;
    } else if (value instanceof List<?> list) {
      return list.stream().map(EventAdminEntrance::json).toList();
    } else if (value instanceof Object[] array) {
      return Stream.of(array).map(EventAdminEntrance::json).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(String.valueOf(key), json(each)));
      return copy;
    }
    return value.toString();
  }
}
