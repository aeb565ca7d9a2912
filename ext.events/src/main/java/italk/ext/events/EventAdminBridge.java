package italk.ext.events;

import italk.engine.api.event.EngineEvent;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.fact.Patterns;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

/**
 * Tells Event Admin of the engine's events, where that is switched on. There only where Event Admin
 * is.
 *
 * <p>All topics are below {@value #TOPICS}. What comes in is below another root ({@link
 * EventAdminEntrance}), so no event can go round.
 */
@Component(
    service = EventBridge.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EventAdminBridge implements EventBridge {

  static final String TOPICS = "italk/engine/";

  private final EventAdmin eventAdmin;
  // Written by the component's life cycle, read by the engine's listener thread.
  private volatile Rules rules;

  private record Rules(boolean isOn, Patterns events) {
    static Rules of(EventsOptions options) {
      return new Rules(
          options.event__admin__out(), Patterns.orAll(List.of(options.event__admin__events())));
    }
  }

  /** Tells what {@code options} say. */
  @Activate
  public EventAdminBridge(@Reference EventAdmin eventAdmin, EventsOptions options) {
    this.eventAdmin = eventAdmin;
    this.rules = Rules.of(options);
  }

  @Modified
  void modified(EventsOptions options) {
    rules = Rules.of(options);
  }

  @Override
  public void accept(EngineEvent event, EventFacts facts) {
    Rules current = rules;
    if (current.isOn() && current.events().matches(facts.type())) {
      // Posted, not sent: handlers run on Event Admin's threads.
      eventAdmin.postEvent(new Event(topic(facts.type()), properties(event, facts)));
    }
  }

  /** Such as {@code italk/engine/message/SENT} or {@code italk/engine/custom/polls/closed}. */
  static String topic(String type) {
    if (type.startsWith(EventFacts.CUSTOM)) {
      return TOPICS + "custom/" + tokens(type.substring(EventFacts.CUSTOM.length()));
    }
    int underscore = type.indexOf('_');
    return underscore < 0
        ? TOPICS + type.toUpperCase(Locale.ROOT)
        : TOPICS
            + type.substring(0, underscore)
            + '/'
            + type.substring(underscore + 1).toUpperCase(Locale.ROOT);
  }

  // A topic has letters, digits, - and _, with slashes between and none at the ends.
  private static String tokens(String type) {
    String tokens =
        type.replaceAll("[^A-Za-z0-9_/-]", "_").replaceAll("/+", "/").replaceAll("^/|/$", "");
    return tokens.isEmpty() ? "_" : tokens;
  }

  private static Map<String, Object> properties(EngineEvent event, EventFacts facts) {
    Map<String, Object> properties = new HashMap<>(facts.data());
    properties.put(EventConstants.EVENT, event);
    properties.put(EventConstants.TIMESTAMP, facts.at().toEpochMilli());
    properties.put("type", facts.type());
    facts.conversation().ifPresent(it -> properties.put("conversation", it.key()));
    facts.message().ifPresent(it -> properties.put("message_id", it.toString()));
    return properties;
  }
}
