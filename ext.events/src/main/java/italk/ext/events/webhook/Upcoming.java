package italk.ext.events.webhook;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import italk.ext.events.fact.EventFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one webhook is to be told next: messages from the feed and events from the outbox, in the
 * order in which they happened. For the webhook's own thread.
 */
final class Upcoming {

  /**
   * The feed may be ahead of the events: a message waits for those that happened before it. Not for
   * long, as nobody may tell of them any more.
   */
  static final Duration MESSAGES_WAIT = Duration.ofSeconds(2);

  /**
   * What is to be told next.
   *
   * @param event what happened
   * @param message the message that it is about, as it is now; empty where there is none
   * @param done notes that it was told, or given up
   */
  record Task(WebhookEvent event, Optional<Message> message, Runnable done) {}

  /** Changes the state where it is still this thread's to change. */
  @FunctionalInterface
  interface Guard {
    /** True where the change was made. */
    boolean pass(Runnable change);
  }

  private final Webhook webhook;
  private final WebhookState state;
  private final Outbox outbox;
  private final Messages messages;
  private final Supplier<MessageId> newestTold;
  private final Guard guard;
  private final Feed feed;

  private boolean messageWaits;

  /**
   * Has looked at nothing.
   *
   * @param newestTold the newest message that the engine has told of
   */
  Upcoming(
      Webhook webhook,
      WebhookState state,
      Outbox outbox,
      Messages messages,
      Supplier<MessageId> newestTold,
      Guard guard) {
    this.webhook = webhook;
    this.state = state;
    this.outbox = outbox;
    this.messages = messages;
    this.newestTold = newestTold;
    this.guard = guard;
    this.feed = new Feed(messages);
  }

  /** What is next; empty where there is nothing to tell (yet). */
  Optional<Task> next() {
    Optional<DeadLetter> again = state.nextToTryAgain();
    if (again.isPresent()) {
      return again.map(this::retryOf);
    }
    // In this order: whatever happens meanwhile is newer than what was looked at before.
    MessageId told = newestTold.get();
    MessageId unsaved = outbox.unsavedAfter().orElse(told);
    Optional<Outbox.Entry> entry = nextEntry();
    Optional<Message> message = webhook.wantsMessages() ? nextMessage() : Optional.empty();
    messageWaits = entry.isEmpty() && message.isPresent();
    MessageId before = entry.map(Outbox.Entry::after).orElse(unsaved);
    boolean isMessage =
        message.isPresent()
            && (message.get().id().compareTo(before) <= 0
                || (entry.isEmpty() && hasWaited(message.get())));
    return isMessage
        ? message.map(this::taskOf)
        : entry.map(
            it -> new Task(it.event(), current(it.event()), () -> state.passed(it.number())));
  }

  /** True where there is a message that has to wait a little for other events. */
  boolean messageWaits() {
    return messageWaits;
  }

  /** Reads messages anew the next time. */
  void forgetRead() {
    feed.forget();
  }

  private static boolean hasWaited(Message message) {
    return message.timestamp().plus(MESSAGES_WAIT).isBefore(Instant.now());
  }

  private Optional<Outbox.Entry> nextEntry() {
    Optional<Outbox.Entry> entry = outbox.after(state.position().number());
    while (entry.isPresent()
        && !webhook.wants(entry.get().event().type(), entry.get().event().conversation())) {
      long number = entry.get().number();
      entry = guard.pass(() -> state.passed(number)) ? outbox.after(number) : Optional.empty();
    }
    return entry;
  }

  private Optional<Message> nextMessage() {
    Optional<Message> message = feed.after(state.position().message());
    while (message.isPresent()
        && !webhook.wants(EventFacts.MESSAGE_SENT, message.map(Message::conversation))) {
      MessageId id = message.get().id();
      message = guard.pass(() -> state.passed(id)) ? feed.after(id) : Optional.empty();
    }
    return message;
  }

  private Task taskOf(Message message) {
    return new Task(
        WebhookEvent.ofMessage(message), Optional.of(message), () -> state.passed(message.id()));
  }

  private Task retryOf(DeadLetter letter) {
    return new Task(
        letter.event(), current(letter.event()), () -> state.forget(letter.event().id()));
  }

  private Optional<Message> current(WebhookEvent event) {
    return event.message().flatMap(messages::find);
  }
}
