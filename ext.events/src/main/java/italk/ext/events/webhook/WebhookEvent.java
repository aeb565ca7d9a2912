package italk.ext.events.webhook;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.fact.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One event as webhooks are told of it, without the message that it may be about: that is read when
 * it is sent.
 *
 * @param id the same for every attempt, so that a receiver can tell what it has got already
 * @param type what happened
 * @param at when
 * @param conversation where; empty where it belongs to no conversation
 * @param message the message that it is about; empty where it is about none
 * @param data everything else, as the text of a JSON object
 */
record WebhookEvent(
    String id,
    String type,
    Instant at,
    Optional<Conversation> conversation,
    Optional<MessageId> message,
    String data) {

  /** How many characters of data are kept of an event. */
  static final int MAX_DATA = 16_384;

  private static final String NO_DATA = "{}";
  private static final String TOO_LONG = "{\"left_out\":\"more than " + MAX_DATA + " characters\"}";

  WebhookEvent {
    requireNonNull(id, "id");
    requireNonNull(type, "type");
    requireNonNull(at, "at");
    requireNonNull(conversation, "conversation");
    requireNonNull(message, "message");
    requireNonNull(data, "data");
  }

  /** The event of a message in the feed: it needs no copy, its id says all. */
  static WebhookEvent ofMessage(Message message) {
    return new WebhookEvent(
        "m-" + message.id(),
        EventFacts.MESSAGE_SENT,
        message.timestamp(),
        Optional.of(message.conversation()),
        Optional.of(message.id()),
        NO_DATA);
  }

  /** Any other event, under an id of its own. */
  static WebhookEvent of(EventFacts facts, RandomGenerator random) {
    String data = Json.text(facts.data());
    return new WebhookEvent(
        "e-" + new MessageId(random.nextLong() & Long.MAX_VALUE),
        facts.type(),
        facts.at(),
        facts.conversation(),
        facts.message(),
        data.length() > MAX_DATA ? TOO_LONG : data);
  }

  /** This as it is kept. */
  Map<String, Object> kept() {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("id", id);
    kept.put("type", type);
    kept.put("at", at.toString());
    conversation.ifPresent(it -> kept.put("conversation", it.key()));
    message.ifPresent(it -> kept.put("message", it.toString()));
    kept.put("data", data);
    return kept;
  }

  /** What was kept. */
  static WebhookEvent ofKept(Map<String, Object> kept) {
    return new WebhookEvent(
        (String) kept.get("id"),
        (String) kept.get("type"),
        Instant.parse((String) kept.get("at")),
        Optional.ofNullable((String) kept.get("conversation")).map(Conversation::parse),
        Optional.ofNullable((String) kept.get("message")).map(MessageId::parse),
        (String) kept.get("data"));
  }

  /**
   * The body to send.
   *
   * @param current the message as it is now; empty where there is none (any more)
   * @param withContent whether to send what the message says
   */
  String body(Optional<Message> current, boolean withContent) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("type", type);
    body.put("at", at.toString());
    conversation.ifPresent(it -> body.put("conversation", it.key()));
    current.ifPresent(it -> body.put("message", message(it, withContent)));
    body.put("data", Json.object(data));
    return Json.text(body);
  }

  private static Map<String, Object> message(Message message, boolean withContent) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", message.id().toString());
    map.put("sender_id", message.senderId());
    map.put("sender_name", message.senderName());
    map.put("timestamp", message.timestamp().toString());
    if (withContent) {
      map.put("content", message.content());
    }
    message.editedAt().ifPresent(at -> map.put("edited_at", at.toString()));
    message.retractedAt().ifPresent(at -> map.put("retracted_at", at.toString()));
    return map;
  }
}
