package italk.engine.impl.session;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.impl.work.SerialQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * One session. What is delivered waits in a bounded queue that one worker at a time empties into
 * the inbox.
 */
public final class LiveSession implements Session {

  /** What a session needs of the engine. */
  public interface Host {
    CompletionStage<SendResult> send(
        LiveSession session, Conversation conversation, String content, Optional<String> clientId);

    void closed(LiveSession session, String reason);

    void inboxFailed(LiveSession session, Throwable thrown);
  }

  private final String id;
  private final User user;
  private final Inbox inbox;
  private final Host host;
  private final Instant connectedAt = Instant.now();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final SerialQueue<Inbox.Delivery> deliveries;
  private final AtomicInteger onTheirWay = new AtomicInteger();

  public LiveSession(
      String id, User user, Inbox inbox, Host host, Executor workers, IntSupplier bound) {
    this.id = id;
    this.user = user;
    this.inbox = inbox;
    this.host = host;
    this.deliveries =
        new SerialQueue<>(
            workers,
            bound,
            (delivery, done) -> {
              receive(delivery);
              done.run();
            },
            () -> {});
  }

  /** Delivers, or closes the session where it is too far behind. Does not block. */
  public void deliver(Inbox.Delivery delivery) {
    if (isOpen() && !deliveries.offer(delivery)) {
      close(
          "too slow: more deliveries are waiting than a session may have; the rest is in the history");
    }
  }

  private void receive(Inbox.Delivery delivery) {
    try {
      inbox.receive(delivery);
    } catch (
        Throwable t) { // Errors, too: the inbox is foreign code, and the next delivery has to come.
      host.inboxFailed(this, t);
    }
    Thread.interrupted();
  }

  /** How many of its messages are neither stored nor refused; counted by the pipeline. */
  public AtomicInteger onTheirWay() {
    return onTheirWay;
  }

  public boolean awaitDelivered(Duration limit) throws InterruptedException {
    return deliveries.awaitQuiet(limit);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String userId() {
    return user.id();
  }

  /** The user as known when this was opened. */
  public User userAtConnect() {
    return user;
  }

  @Override
  public Instant connectedAt() {
    return connectedAt;
  }

  @Override
  public CompletionStage<SendResult> send(Conversation conversation, String content) {
    return host.send(this, conversation, content, Optional.empty());
  }

  @Override
  public CompletionStage<SendResult> send(
      Conversation conversation, String content, String clientId) {
    return host.send(this, conversation, content, Optional.of(clientId));
  }

  @Override
  public void notice(String source, String text) {
    deliver(new Inbox.Notice(source, text, Instant.now()));
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void close(String reason) {
    if (open.compareAndSet(true, false)) {
      host.closed(this, reason);
      deliveries.offerLast(new Inbox.Closed(reason));
    }
  }

  @Override
  public String toString() {
    return "session " + id + " of " + user.id();
  }
}
