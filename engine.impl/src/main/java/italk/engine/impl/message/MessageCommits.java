package italk.engine.impl.message;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreWrite;
import italk.engine.impl.event.Events;
import italk.engine.impl.kept.Publisher;
import italk.engine.impl.kept.Waiting;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Changes of messages on their way to the store and from there to everyone who is to see them.
 *
 * <p>What was committed becomes visible on the publisher, for each conversation in the order of its
 * commits. The store completes in order; the conversation's lock sees to it that each change has
 * what follows attached before the next one is handed in: messages come from lanes, and what is
 * taken back from anywhere. Nothing waits for a commit under it.
 */
public final class MessageCommits {

  // More than there are threads that store: two conversations seldom meet in one.
  private static final int LOCKS = 64;

  private final Store store;
  private final Publisher publisher;
  private final Recipients recipients;
  private final Events events;
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  public MessageCommits(Store store, Publisher publisher, Recipients recipients, Events events) {
    this.store = store;
    this.publisher = publisher;
    this.recipients = recipients;
    this.events = events;
  }

  /**
   * Hands a change in.
   *
   * @param ended gets what it resulted in or what was thrown, on the publisher: short, and never
   *     blocks
   * @return completes at the commit, before {@code ended}
   */
  <T> CompletionStage<T> make(
      Conversation conversation, StoreWrite<T> change, BiConsumer<? super T, Throwable> ended) {
    synchronized (locks[Math.floorMod(conversation.hashCode(), LOCKS)]) {
      return Waiting.write(store, change)
          .whenComplete((result, thrown) -> publisher.publish(() -> ended.accept(result, thrown)));
    }
  }

  /** Shows a message to its recipients and tells the listeners. On the publisher. */
  void show(Message message, Inbox.Delivery delivery, EngineEvent event) {
    try {
      recipients.deliver(message.conversation(), delivery);
    } catch (RuntimeException e) {
      // The members can't be read. It is stored, and that is what the sender has to hear.
      events.failed(
          "engine",
          "deliver",
          message.conversation().key(),
          "nobody got the message " + message.id() + ", which is in the history",
          e);
    }
    events.publish(event);
  }
}
