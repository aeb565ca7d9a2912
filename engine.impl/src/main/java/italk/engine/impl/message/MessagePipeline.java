package italk.engine.impl.message;

import italk.engine.api.Conversation;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.kept.Waiting;
import italk.engine.impl.work.Lanes;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * All messages, new and edited, that are on their way: how many there may be, in which order they
 * walk, and what becomes of them when the engine closes.
 *
 * <p>Those of one conversation walk one after the other as far as the store's queue; there they
 * have their order, which the commit, the history, the recipients and the listeners keep.
 */
public final class MessagePipeline {

  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

  private static final int MIN_SHARE = 100;

  private final Passage<MessageInterceptor> passage;
  private final Workers acknowledgements;
  private final IntSupplier maxLength;
  private final IntSupplier maxWaiting;

  private final Lanes<Conversation, MessageWalk> lanes;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<MessageWalk> onTheirWay = ConcurrentHashMap.newKeySet();
  // Set in this order: first nothing more is taken, then nobody is waited for any more.
  private volatile boolean closed;
  private volatile boolean givingUp;

  public MessagePipeline(
      Passage<MessageInterceptor> passage,
      Workers acknowledgements,
      IntSupplier maxLength,
      IntSupplier maxWaiting) {
    this.passage = passage;
    this.acknowledgements = acknowledgements;
    this.maxLength = maxLength;
    this.maxWaiting = maxWaiting;
    this.lanes = new Lanes<>(passage.workers(), MessageWalk::handle);
  }

  public int waiting() {
    return waiting.get();
  }

  boolean isClosed() {
    return closed;
  }

  Optional<Problem> problemOfClosed() {
    return closed ? Optional.of(Waiting.engineClosed()) : Optional.empty();
  }

  /** What is wrong with a content, to be said after "the message"; empty where nothing is. */
  Optional<String> wrongWith(String content) {
    return TextRules.wrongWithContent(content, maxLength.getAsInt());
  }

  /** Why a content is no message's; empty where it may be one. */
  Optional<Problem> problemOf(String content) {
    return wrongWith(content)
        .map(wrong -> Problem.of(Problem.Code.INVALID, "The message " + wrong + "."));
  }

  /**
   * Takes a place among all that are on their way, to be given back by {@link #dismiss} or by the
   * end of its walk.
   *
   * @param share how many of the same origin are on their way; who floods, or answers himself
   *     without end, leaves the rest to others
   * @param whose the origin, in words
   * @return why there is no place; empty where there was one
   */
  Optional<Problem> admit(AtomicInteger share, String whose) {
    if (waiting.incrementAndGet() > maxWaiting.getAsInt()) {
      waiting.decrementAndGet();
      return Optional.of(tooMany("Too many messages"));
    } else if (share.incrementAndGet() > Math.max(MIN_SHARE, maxWaiting.getAsInt() / 4)) {
      dismiss(share);
      return Optional.of(tooMany("Too many messages " + whose));
    }
    return Optional.empty();
  }

  private static Problem tooMany(String what) {
    return Problem.unavailable(what + " are on their way. Try again in 1 s.", RETRY_WHEN_BUSY);
  }

  /** Gives a place back. */
  void dismiss(AtomicInteger share) {
    share.decrementAndGet();
    waiting.decrementAndGet();
  }

  /** Lets a walk begin that has a place. */
  void begin(MessageWalk walk, Runnable submit) {
    onTheirWay.add(walk);
    submit.run();
    if (givingUp) {
      // It may have come after the last look of close.
      walk.giveUp();
    }
  }

  /** Gives a walk its turn in a conversation. */
  void submit(Conversation conversation, MessageWalk walk) {
    lanes.submit(conversation, walk);
  }

  /** A walk has its result: told on a thread for it, because what depends on it is foreign code. */
  void ended(MessageWalk walk, SendResult outcome) {
    if (onTheirWay.remove(walk)) {
      dismiss(walk.share());
    }
    acknowledgements.execute(() -> walk.result().complete(outcome));
    if (acknowledgements.isShutdown()) {
      walk.result().complete(outcome); // It may have been dropped, and nobody else would tell.
    }
  }

  /** Takes nothing any more, waits for what is on its way and can get on, and gives up the rest. */
  public void close(Duration limit) throws InterruptedException {
    closed = true;
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (onTheirWay.stream().anyMatch(this::canGetOn) && System.nanoTime() - end < 0) {
        // No signal is worth its price on every message for the sake of the one close.
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } finally {
      givingUp = true;
      onTheirWay.forEach(MessageWalk::giveUp); // Interrupted or not: nobody is left waiting.
    }
  }

  // What the store has got will end, gate or no gate.
  private boolean canGetOn(MessageWalk walk) {
    return passage.isOpen() || walk.isStoring();
  }
}
