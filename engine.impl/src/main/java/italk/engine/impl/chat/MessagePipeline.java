package italk.engine.impl.chat;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.store.Store;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.work.Lanes;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How a message gets from its sender into the store and from there to everyone who is to see it.
 *
 * <p>The messages of one conversation walk one after the other as far as the store's queue; there
 * they have their order, which the commit, the history, the recipients and the listeners keep.
 */
final class MessagePipeline {

  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

  private static final int MIN_SHARE = 100;

  private record ClientKey(String senderId, String clientId) {}

  private final Passage<MessageInterceptor> passage;
  private final Store store;
  private final StoredUsers users;
  private final StoredGroups groups;
  private final Sessions sessions;
  private final Publisher publisher;
  private final Workers acknowledgements;
  private final IntSupplier maxLength;
  private final IntSupplier maxWaiting;

  private final Lanes<Conversation, MessageWalk> lanes;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<MessageWalk> onTheirWay = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<ClientKey, MessageWalk> firstOf = new ConcurrentHashMap<>();
  private volatile boolean closed;

  MessagePipeline(
      Passage<MessageInterceptor> passage,
      Store store,
      StoredUsers users,
      StoredGroups groups,
      Sessions sessions,
      Publisher publisher,
      Workers acknowledgements,
      IntSupplier maxLength,
      IntSupplier maxWaiting) {
    this.passage = passage;
    this.store = store;
    this.users = users;
    this.groups = groups;
    this.sessions = sessions;
    this.publisher = publisher;
    this.acknowledgements = acknowledgements;
    this.maxLength = maxLength;
    this.maxWaiting = maxWaiting;
    this.lanes = new Lanes<>(passage.workers(), MessageWalk::handle);
  }

  int waiting() {
    return waiting.get();
  }

  /** Takes a message. Does not block: what may have to ask the store is checked on the lane. */
  CompletionStage<SendResult> send(
      LiveSession session, Conversation conversation, String content, Optional<String> clientId) {
    requireNonNull(conversation, "conversation");
    requireNonNull(content, "content");
    Optional<Problem> problem = problemOf(session, conversation, content, clientId);
    if (problem.isPresent()) {
      return refused(problem.get());
    }
    if (waiting.incrementAndGet() > maxWaiting.getAsInt()) {
      waiting.decrementAndGet();
      return refused(
          Problem.unavailable(
              "Too many messages are on their way. Try again in 1 s.", RETRY_WHEN_BUSY));
    }
    if (session.onTheirWay().incrementAndGet() > shareOfOne()) {
      session.onTheirWay().decrementAndGet();
      waiting.decrementAndGet();
      return refused(
          Problem.unavailable(
              "Too many messages of this session are on their way. Try again in 1 s.",
              RETRY_WHEN_BUSY));
    }
    MessageWalk walk = new MessageWalk(this, passage, session, conversation, content, clientId);
    MessageWalk first =
        clientId
            .map(id -> firstOf.putIfAbsent(new ClientKey(session.userId(), id), walk))
            .orElse(null);
    if (first != null) {
      session.onTheirWay().decrementAndGet();
      waiting.decrementAndGet();
      return first.result().thenApply(MessagePipeline::asRepeated);
    }
    onTheirWay.add(walk);
    lanes.submit(conversation, walk);
    if (closed) {
      // It may have come between the last look of close and its end.
      walk.giveUp();
    }
    return walk.result().minimalCompletionStage();
  }

  // Of all that may be on their way; who floods, or answers himself without end, leaves the rest.
  private int shareOfOne() {
    return Math.max(MIN_SHARE, maxWaiting.getAsInt() / 4);
  }

  private static CompletionStage<SendResult> refused(Problem problem) {
    return CompletableFuture.completedStage(new SendResult.Refused(problem));
  }

  private static SendResult asRepeated(SendResult first) {
    return first instanceof SendResult.Sent sent
        ? new SendResult.Sent(sent.message(), true)
        : first;
  }

  private Optional<Problem> problemOf(
      LiveSession session, Conversation conversation, String content, Optional<String> clientId) {
    Optional<Problem> wrongPlace = WithinInterceptor.problem(passage, "send", conversation.key());
    if (wrongPlace.isPresent()) {
      return wrongPlace;
    } else if (closed) {
      return Optional.of(engineClosed());
    } else if (!session.isOpen()) {
      return Optional.of(
          Problem.of(
              Problem.Code.CLOSED,
              "The session "
                  + session.id()
                  + " is closed: connect "
                  + session.userId()
                  + " again."));
    } else if (conversation instanceof Conversation.Direct direct
        && !direct.involves(session.userId())) {
      return Optional.of(
          Problem.of(
              Problem.Code.NOT_ALLOWED,
              "The user \"" + session.userId() + "\" takes no part in " + conversation + "."));
    }
    return clientId
        .flatMap(TextRules::wrongWithClientId)
        .or(() -> wrongWith(content).map(wrong -> "The message " + wrong + "."))
        .map(wrong -> Problem.of(Problem.Code.INVALID, wrong));
  }

  /** What is wrong with a content; empty where nothing is. */
  Optional<String> wrongWith(String content) {
    return TextRules.wrongWithContent(content, maxLength.getAsInt());
  }

  /** What can only be checked with the store's help. On a worker. */
  Optional<Problem> problemOf(User sender, Conversation conversation) {
    if (conversation instanceof Conversation.OfGroup ofGroup) {
      Optional<Group> group = groups.find(ofGroup.name());
      if (group.isEmpty()) {
        return Optional.of(StoredGroups.unknown(ofGroup.name()).problem());
      } else if (!group.get().hasMember(sender.id())) {
        return Optional.of(StoredGroups.notMember(ofGroup.name(), sender.id()).problem());
      }
    } else if (conversation instanceof Conversation.Direct direct) {
      String other = direct.first().equals(sender.id()) ? direct.second() : direct.first();
      if (users.find(other).isEmpty()) {
        return Optional.of(StoredUsers.unknown(other).problem());
      }
    }
    return Optional.empty();
  }

  User sender(LiveSession session) {
    return users.find(session.userId()).orElseThrow(() -> StoredUsers.unknown(session.userId()));
  }

  /** The result of the same message, sent before. */
  Optional<Message> earlier(LiveSession session, Optional<String> clientId) {
    return clientId.flatMap(id -> store.sent(session.userId(), id));
  }

  /** All interceptors have accepted. In the order of the conversation; does not block. */
  void store(MessageWalk walk, User sender, Conversation conversation, String content) {
    Waiting.write(
            store,
            transaction -> transaction.append(conversation, sender, content, walk.clientId()))
        .whenComplete(
            (appended, thrown) ->
                publisher.publish(
                    () -> {
                      if (thrown != null) {
                        EngineException e =
                            Waiting.asEngineException(thrown, "Storing the message");
                        walk.complete(new SendResult.Refused(e.problem()));
                        return;
                      }
                      if (!appended.repeated()) {
                        makeVisible(sender, appended.message());
                      }
                      walk.complete(new SendResult.Sent(appended.message(), appended.repeated()));
                    }));
  }

  // On the publisher.
  private void makeVisible(User sender, Message message) {
    try {
      deliver(message);
    } catch (RuntimeException e) {
      // The members can't be read. It is stored, and that is what the sender has to hear.
      passage
          .events()
          .failed(
              "engine",
              "deliver",
              message.conversation().key(),
              "nobody got the message " + message.id() + ", which is in the history",
              e);
    }
    passage.events().publish(new EngineEvent.MessageSent(sender, message));
  }

  private void deliver(Message message) {
    Inbox.Delivery delivery = new Inbox.Incoming(message);
    Conversation conversation = message.conversation();
    if (conversation instanceof Conversation.OfGroup ofGroup) {
      groups
          .find(ofGroup.name())
          .ifPresent(group -> sessions.deliverTo(group.members().keySet(), delivery));
    } else if (conversation instanceof Conversation.Direct direct) {
      sessions.deliverTo(Set.of(direct.first()), delivery);
      if (!direct.first().equals(direct.second())) {
        sessions.deliverTo(Set.of(direct.second()), delivery);
      }
    } else {
      sessions.deliverToAll(delivery);
    }
  }

  /** A walk has its result: told on a thread for it, because what depends on it is foreign code. */
  void ended(MessageWalk walk, CompletableFuture<SendResult> future, SendResult result) {
    walk.clientId()
        .ifPresent(id -> firstOf.remove(new ClientKey(walk.session().userId(), id), walk));
    if (onTheirWay.remove(walk)) {
      walk.session().onTheirWay().decrementAndGet();
      waiting.decrementAndGet();
    }
    acknowledgements.execute(() -> future.complete(result));
    if (acknowledgements.isShutdown()) {
      future.complete(result); // It may have been dropped, and nobody else would tell.
    }
  }

  /** Takes nothing any more, waits for what is on its way and can get on, and gives up the rest. */
  void close(Duration limit) throws InterruptedException {
    closed = true;
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (onTheirWay.stream().anyMatch(this::canGetOn) && System.nanoTime() - end < 0) {
        // No signal is worth its price on every message for the sake of the one close.
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } finally {
      onTheirWay.forEach(MessageWalk::giveUp); // Interrupted or not: nobody is left waiting.
    }
  }

  // What the store has got will end, gate or no gate.
  private boolean canGetOn(MessageWalk walk) {
    return passage.isOpen() || walk.isStoring();
  }

  static Problem unknownOutcome() {
    return Problem.of(
        Problem.Code.UNAVAILABLE,
        "The engine stopped before the store had answered: the message may or may not be stored. Send it again with"
            + " the same client id, or look into the history.");
  }

  static Problem engineClosed() {
    return Problem.of(Problem.Code.CLOSED, "The engine is closed: connect again when it is back.");
  }
}
