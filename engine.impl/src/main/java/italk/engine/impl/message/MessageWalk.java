package italk.engine.impl.message;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.hook.Walk;
import italk.engine.impl.kept.Waiting;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A message, new or edited, on its way past the interceptors into the store. */
abstract class MessageWalk extends Walk<MessageInterceptor> {

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
  private final AtomicInteger share;
  private final CompletableFuture<SendResult> result = new CompletableFuture<>();
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WALKING);

  // Belong to the thread that the walk belongs to.
  private MessageDraft draft;
  private Runnable done = () -> {};

  /**
   * @param share how many of the same origin are on their way
   */
  MessageWalk(MessagePipeline pipeline, Passage<MessageInterceptor> passage, AtomicInteger share) {
    super(passage);
    this.pipeline = pipeline;
    this.share = share;
  }

  final CompletableFuture<SendResult> result() {
    return result;
  }

  final AtomicInteger share() {
    return share;
  }

  /** Its turn has come. On a worker. */
  final void handle(Runnable whenThrough) {
    done = whenThrough;
    Optional<SendResult> known;
    try {
      // Before the gate: what is stored already needs nobody's verdict.
      known = known();
    } catch (EngineException e) { // The store can't be read.
      refused(e.problem());
      return;
    }
    if (known.isPresent()) {
      complete(known.get());
      done.run();
    } else {
      start();
    }
  }

  /** The result, where there is one already. */
  protected abstract Optional<SendResult> known();

  /**
   * What the interceptors are asked about.
   *
   * @throws EngineException it is refused
   */
  protected abstract MessageDraft draft();

  /** All interceptors have accepted. In the order of the conversation; must not block. */
  protected abstract void store(MessageDraft accepted);

  /** What is told where nobody will hear what the store has made of it. */
  protected abstract Problem unknownOutcome();

  /** It has its result. */
  protected abstract void ended();

  @Override
  protected final void begin() {
    draft = draft();
  }

  @Override
  protected final Verdict ask(MessageInterceptor interceptor) throws Exception {
    return interceptor.intercept(draft);
  }

  @Override
  protected final Optional<String> replace(String replacement) {
    Optional<String> wrong = pipeline.wrongWith(replacement);
    if (wrong.isEmpty()) {
      draft = draft.withContent(replacement);
    }
    return wrong;
  }

  @Override
  protected final void passed() {
    if (stage.compareAndSet(Stage.WALKING, Stage.STORING)) {
      store(draft);
    }
    done.run();
  }

  @Override
  protected final void refused(Problem problem) {
    if (stage.compareAndSet(Stage.WALKING, Stage.ENDED)) {
      end(new SendResult.Refused(problem));
    }
    done.run();
  }

  /** True where it is with the store, and its result is not known yet. */
  final boolean isStoring() {
    return stage.get() == Stage.STORING;
  }

  /** The engine closes: what is not with the store is refused, of what is nobody will hear. */
  final void giveUp() {
    Stage reached = stage.getAndSet(Stage.ENDED);
    if (reached == Stage.WALKING) {
      end(new SendResult.Refused(Waiting.engineClosed()));
    } else if (reached == Stage.STORING) {
      end(new SendResult.Refused(unknownOutcome()));
    }
  }

  /** Its result, from the store; the first one counts. */
  final void complete(SendResult outcome) {
    if (stage.getAndSet(Stage.ENDED) != Stage.ENDED) {
      end(outcome);
    }
  }

  private void end(SendResult outcome) {
    ended();
    pipeline.ended(this, outcome);
  }
}
