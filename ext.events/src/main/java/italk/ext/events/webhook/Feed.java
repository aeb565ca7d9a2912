package italk.ext.events.webhook;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The messages after one, read by page. What was read is not kept for long: a message may be edited
 * or retracted while it waits. For one thread.
 */
final class Feed {

  private static final int PAGE = 50;
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Messages messages;
  private final Deque<Message> page = new ArrayDeque<>();
  private long readAt;

  Feed(Messages messages) {
    this.messages = messages;
  }

  /** The first message after this one; empty where there is none yet. */
  Optional<Message> after(MessageId id) {
    if (System.nanoTime() - readAt > FRESH.toNanos()) {
      page.clear();
    }
    while (!page.isEmpty() && page.peek().id().compareTo(id) <= 0) {
      page.remove();
    }
    if (page.isEmpty()) {
      page.addAll(messages.since(id, PAGE));
      readAt = System.nanoTime();
    }
    return Optional.ofNullable(page.peek());
  }

  /** Reads anew the next time. */
  void forget() {
    page.clear();
  }
}
