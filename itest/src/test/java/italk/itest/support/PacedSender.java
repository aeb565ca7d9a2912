package italk.itest.support;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Sends to a conversation of its own at a steady pace, whatever becomes of it, and notes how long
 * each acknowledgement took, from the moment in which the message was meant to be sent: so a pause
 * counts for all messages that fall into it.
 */
public final class PacedSender extends Thread {

  private record Sample(long at, long nanos) {}

  private final Session session;
  private final Conversation conversation;
  private final long interval;
  private final AtomicBoolean stop;
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicReference<String> refusal = new AtomicReference<>();

  public PacedSender(Engine engine, int number, Duration interval, AtomicBoolean stop) {
    super("paced-sender-" + number);
    this.interval = interval.toNanos();
    this.stop = stop;
    String id = "paced" + number;
    session = engine.connect(id, id, Map.of(), delivery -> {});
    conversation = Conversation.direct(id, id);
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    for (long n = 0; !stop.get(); n++) {
      long at = begin + n * interval;
      while (System.nanoTime() - at < 0) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      sent.incrementAndGet();
      session
          .send(conversation, "message " + n)
          .thenAccept(
              result -> {
                if (result instanceof SendResult.Refused refused) {
                  refusal.compareAndSet(null, refused.problem().message());
                }
                samples.add(new Sample(at, System.nanoTime() - at));
              });
    }
  }

  /** How long the messages took that were meant to be sent between two moments, in nanoseconds. */
  public LongStream between(long begin, long end) {
    return samples.stream()
        .filter(sample -> sample.at() - begin >= 0 && sample.at() - end < 0)
        .mapToLong(Sample::nanos);
  }

  /** How many have not been answered yet. */
  public int unanswered() {
    return sent.get() - samples.size();
  }

  /** Why the first one was refused that was; null where none was. */
  public String refusal() {
    return refusal.get();
  }
}
