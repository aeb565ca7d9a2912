package italk.ext.events.webhook;

import italk.engine.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators see of webhooks, and what they do with dead letters. Safe for any thread. */
public final class WebhookDesk {

  private final Supplier<List<Delivery>> deliveries;
  private final Outbox outbox;
  private final Journal journal;

  WebhookDesk(Supplier<List<Delivery>> deliveries, Outbox outbox, Journal journal) {
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.journal = journal;
  }

  /**
   * How a webhook is.
   *
   * @param name what it is called
   * @param url where it is told, without path and query
   * @param isSigned whether it has a secret
   * @param delivered how many events it was told of since it was started or changed
   * @param waiting how many events wait for it, messages not counted
   * @param told up to when it was told of messages; empty where it is told of none
   * @param dead how many dead letters it has
   * @param lost how many events it will never be told of
   * @param problem what went wrong the last time; empty where nothing did
   * @param nextTry when it is tried again; empty where it is not waiting for that
   */
  public record Report(
      String name,
      String url,
      boolean isSigned,
      long delivered,
      int waiting,
      Optional<Instant> told,
      int dead,
      long lost,
      Optional<String> problem,
      Optional<Instant> nextTry) {}

  /** How all webhooks are, in the order in which they are configured. */
  public List<Report> reports() {
    return deliveries.get().stream().map(this::report).toList();
  }

  private Report report(Delivery delivery) {
    Delivery.Progress progress = delivery.progress();
    WebhookState.Position position = delivery.state().position();
    return new Report(
        delivery.webhook().name(),
        delivery.webhook().shownUrl(),
        delivery.webhook().signature().isPresent(),
        progress.delivered(),
        outbox.sizeAfter(position.number()),
        delivery.webhook().wantsMessages()
            ? Optional.of(position.message().time())
            : Optional.empty(),
        delivery.state().deadLetters().size(),
        position.lost(),
        progress.problem(),
        progress.nextTry().filter(Instant.now()::isBefore));
  }

  /**
   * A dead letter as a list shows it.
   *
   * @param webhook whose it is
   * @param id the event's
   * @param type what happened
   * @param at when it happened
   * @param attempts how often it was tried
   * @param problem what went wrong the last time
   */
  public record Letter(
      String webhook, String id, String type, Instant at, int attempts, String problem) {}

  /** The dead letters of all webhooks, of each the oldest first. */
  public List<Letter> dead() {
    return deliveries.get().stream()
        .flatMap(
            delivery ->
                delivery.state().deadLetters().stream()
                    .map(letter -> shown(delivery.webhook().name(), letter)))
        .toList();
  }

  private static Letter shown(String webhook, DeadLetter letter) {
    WebhookEvent event = letter.event();
    return new Letter(
        webhook, event.id(), event.type(), event.at(), letter.attempts(), letter.problem());
  }

  /**
   * Tries dead letters once more.
   *
   * @param id of one, or {@code all}
   * @return how many
   */
  public int retry(String id) {
    int count = each(id, state -> state::tryAgain);
    deliveries.get().forEach(Delivery::wake);
    return count;
  }

  /**
   * Throws dead letters away.
   *
   * @param id of one, or {@code all}
   * @return how many
   */
  public int drop(String id) {
    int count = each(id, state -> state::forget);
    journal.changed();
    return count;
  }

  private int each(String id, Function<WebhookState, Function<String, Boolean>> action) {
    int count = 0;
    for (Delivery delivery : deliveries.get()) {
      WebhookState state = delivery.state();
      for (DeadLetter letter : state.deadLetters()) {
        String found = letter.event().id();
        if ((id.equals("all") || id.equals(found)) && action.apply(state).apply(found)) {
          count++;
        }
      }
    }
    if (count == 0 && !id.equals("all")) {
      throw Problem.of(
              Problem.Code.INVALID,
              "There is no dead letter \"" + id + "\". They are listed by: webhooks dead")
          .exception();
    }
    return count;
  }
}
