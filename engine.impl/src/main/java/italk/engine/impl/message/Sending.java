package italk.engine.impl.message;

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
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.store.Store;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.kept.StoredGroups;
import italk.engine.impl.kept.StoredUsers;
import italk.engine.impl.kept.Waiting;
import italk.engine.impl.session.LiveSession;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Takes new messages from sessions: who may send what to whom, and once only. */
public final class Sending {

  private record ClientKey(String senderId, String clientId) {}

  private final Passage<MessageInterceptor> passage;
  private final MessagePipeline pipeline;
  private final Store store;
  private final StoredUsers users;
  private final StoredGroups groups;
  private final MessageCommits commits;
  private final ConcurrentMap<ClientKey, MessageWalk> firstOf = new ConcurrentHashMap<>();

  public Sending(
      Passage<MessageInterceptor> passage,
      MessagePipeline pipeline,
      Store store,
      StoredUsers users,
      StoredGroups groups,
      MessageCommits commits) {
    this.passage = passage;
    this.pipeline = pipeline;
    this.store = store;
    this.users = users;
    this.groups = groups;
    this.commits = commits;
  }

  /** Takes a message. Does not block: what may have to ask the store is checked on the lane. */
  public CompletionStage<SendResult> send(
      LiveSession session, Conversation conversation, String content, Optional<String> clientId) {
    requireNonNull(conversation, "conversation");
    requireNonNull(content, "content");
    Optional<Problem> problem =
        problemOf(session, conversation, content, clientId)
            .or(() -> pipeline.admit(session.onTheirWay(), "of this session"));
    if (problem.isPresent()) {
      return CompletableFuture.completedStage(new SendResult.Refused(problem.get()));
    }
    SendWalk walk = new SendWalk(this, pipeline, passage, session, conversation, content, clientId);
    MessageWalk first =
        clientId
            .map(id -> firstOf.putIfAbsent(new ClientKey(session.userId(), id), walk))
            .orElse(null);
    if (first != null) {
      pipeline.dismiss(session.onTheirWay());
      return first.result().thenApply(Sending::asRepeated);
    }
    pipeline.begin(walk, () -> pipeline.submit(conversation, walk));
    return walk.result().minimalCompletionStage();
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
    } else if (pipeline.isClosed()) {
      return Optional.of(Waiting.engineClosed());
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
      return Optional.of(StoredUsers.noPart(session.userId(), conversation));
    }
    return clientId
        .flatMap(TextRules::wrongWithClientId)
        .map(wrong -> Problem.of(Problem.Code.INVALID, wrong))
        .or(() -> pipeline.problemOf(content));
  }

  /**
   * Who sends, as known now. Needs the store's help. On a worker.
   *
   * @throws EngineException who sends may not, or not there
   */
  User sender(String userId, Conversation conversation) {
    User sender = users.find(userId).orElseThrow(() -> StoredUsers.unknown(userId));
    if (conversation instanceof Conversation.OfGroup ofGroup) {
      Group group =
          groups.find(ofGroup.name()).orElseThrow(() -> StoredGroups.unknown(ofGroup.name()));
      if (!group.hasMember(userId)) {
        throw StoredGroups.notMember(ofGroup.name(), userId);
      }
    } else if (conversation instanceof Conversation.Direct direct) {
      String other = direct.first().equals(userId) ? direct.second() : direct.first();
      users.find(other).orElseThrow(() -> StoredUsers.unknown(other));
    }
    return sender;
  }

  /** The same message, sent before. */
  Optional<Message> earlier(String userId, Optional<String> clientId) {
    return clientId.flatMap(id -> store.sent(userId, id));
  }

  /** All interceptors have accepted. In the order of the conversation; does not block. */
  void store(SendWalk walk, MessageDraft draft) {
    commits.make(
        draft.conversation(),
        transaction ->
            transaction.append(
                draft.conversation(), draft.sender(), draft.content(), draft.clientId()),
        (appended, thrown) -> {
          if (thrown != null) {
            EngineException e = Waiting.asEngineException(thrown, "Storing the message");
            walk.complete(new SendResult.Refused(e.problem()));
            return;
          }
          Message message = appended.message();
          if (!appended.repeated()) {
            commits.show(
                message,
                new Inbox.Incoming(message),
                new EngineEvent.MessageSent(draft.sender(), message));
          }
          walk.complete(new SendResult.Sent(message, appended.repeated()));
        });
  }

  /** It has its result: the next one with this client id finds it in the store. */
  void forget(String userId, String clientId, SendWalk walk) {
    firstOf.remove(new ClientKey(userId, clientId), walk);
  }
}
