package italk.engine.impl.chat;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.hook.Walk;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** One message on its way. */
final class MessageWalk extends Walk<MessageInterceptor> {

  /**
   * How far it is. Whoever moves it on decides; nothing that was refused is handed to the store
   * afterwards.
   */
  private enum Stage {
    WALKING,
    STORING,
    ENDED
  }

  private final MessagePipeline pipeline;
  private final LiveSession session;
  private final Conversation conversation;
  private final String content;
  private final Optional<String> clientId;
  private final Instant receivedAt = Instant.now();
  private final CompletableFuture<SendResult> result = new CompletableFuture<>();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WALKING);

  // Belong to the thread that the walk belongs to.
  private User sender;
  private MessageDraft draft;
  private Runnable done = () -> {};

  MessageWalk(
      MessagePipeline pipeline,
      Passage<MessageInterceptor> passage,
      LiveSession session,
      Conversation conversation,
      String content,
      Optional<String> clientId) {
    super(passage);
    this.pipeline = pipeline;
    this.session = session;
    this.conversation = conversation;
    this.content = content;
    this.clientId = clientId;
  }

  CompletableFuture<SendResult> result() {
    return result;
  }

  LiveSession session() {
    return session;
  }

  Optional<String> clientId() {
    return clientId;
  }

  /** Its turn has come. On a worker. */
  void handle(Runnable whenThrough) {
    done = whenThrough;
    Optional<Message> earlier;
    try {
      // Before the gate: what is stored already needs nobody's verdict.
      earlier = pipeline.earlier(session, clientId);
    } catch (EngineException e) { // The store can't be read.
      refused(e.problem());
      return;
    }
    if (earlier.isPresent()) {
      complete(new SendResult.Sent(earlier.get(), true));
      done.run();
    } else {
      start();
    }
  }

  // Behind the gate: who was waited for may have removed the sender from the group meanwhile.
  @Override
  protected void begin() {
    sender = pipeline.sender(session);
    pipeline
        .problemOf(sender, conversation)
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
    draft = new MessageDraft(sender, session.id(), conversation, content, clientId, receivedAt);
  }

  @Override
  protected Verdict ask(MessageInterceptor interceptor) throws Exception {
    return interceptor.intercept(draft);
  }

  @Override
  protected Optional<String> replace(String replacement) {
    Optional<String> wrong = pipeline.wrongWith(replacement);
    if (wrong.isEmpty()) {
      draft = draft.withContent(replacement);
    }
    return wrong;
  }

  @Override
  protected void passed() {
    if (stage.compareAndSet(Stage.WALKING, Stage.STORING)) {
      pipeline.store(this, sender, conversation, draft.content());
    }
    done.run();
  }

  @Override
  protected void refused(Problem problem) {
    if (stage.compareAndSet(Stage.WALKING, Stage.ENDED)) {
      pipeline.ended(this, result, new SendResult.Refused(problem));
    }
    done.run();
  }

  /** True where it is with the store, and its result is not known yet. */
  boolean isStoring() {
    return stage.get() == Stage.STORING;
  }

  /** The engine closes: what is not with the store is refused, of what is nobody will hear. */
  void giveUp() {
    Stage reached = stage.getAndSet(Stage.ENDED);
    if (reached == Stage.WALKING) {
      pipeline.ended(this, result, new SendResult.Refused(MessagePipeline.engineClosed()));
    } else if (reached == Stage.STORING) {
      pipeline.ended(this, result, new SendResult.Refused(MessagePipeline.unknownOutcome()));
    }
  }

  /** Its result, from the store; the first one counts. */
  void complete(SendResult outcome) {
    if (stage.getAndSet(Stage.ENDED) != Stage.ENDED) {
      pipeline.ended(this, result, outcome);
    }
  }

  @Override
  protected String subject() {
    return conversation + " from " + session.userId();
  }
}
