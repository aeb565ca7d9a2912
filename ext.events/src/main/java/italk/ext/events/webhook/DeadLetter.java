package italk.ext.events.webhook;

import italk.ext.events.fact.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event that a webhook could not be told of.
 *
 * @param event what it was
 * @param givenUpAt when it was given up
 * @param attempts how often it was tried
 * @param problem what went wrong the last time
 */
record DeadLetter(WebhookEvent event, Instant givenUpAt, int attempts, String problem) {

  String kept() {
    Map<String, Object> kept = new LinkedHashMap<>(event.kept());
    kept.put("given_up_at", givenUpAt.toString());
    kept.put("attempts", attempts);
    kept.put("problem", problem);
    return Json.text(kept);
  }

  static DeadLetter ofKept(String text) {
    Map<String, Object> kept = Json.object(text);
    return new DeadLetter(
        WebhookEvent.ofKept(kept),
        Instant.parse((String) kept.get("given_up_at")),
        ((Number) kept.get("attempts")).intValue(),
        (String) kept.get("problem"));
  }
}
