package italk.ext.events.fact;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.event.EngineEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an event says. Of messages only the id: who wants the content reads it when it is needed,
 * and finds nothing where the message was retracted meanwhile.
 *
 * @param type what happened, such as {@code message_sent} or {@code custom:polls/closed}
 * @param at when
 * @param about whom or what it is about, in a few words for a list
 * @param conversation where it happened; empty where it belongs to no conversation
 * @param message the message that it is about; empty where it is about none
 * @param data everything else, as a JSON object
 */
public record EventFacts(
    String type,
    Instant at,
    String about,
    Optional<Conversation> conversation,
    Optional<MessageId> message,
    Map<String, Object> data) {

  /** The type of the event that tells of a new message. */
  public static final String MESSAGE_SENT = "message_sent";

  /** How the types of custom events begin. */
  public static final String CUSTOM = "custom:";

  /** Checks that nothing is missing. */
  public EventFacts {
    requireNonNull(type, "type");
    requireNonNull(at, "at");
    requireNonNull(about, "about");
    requireNonNull(conversation, "conversation");
    requireNonNull(message, "message");
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** What this event says. */
  public static EventFacts of(EngineEvent event) {
    return FactsOfEvents.of(event);
  }
}
