package italk.bench.store;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How long messages take that come at a steady rate, whatever became of those before. Time counts
 * from when each was due. With client ids and many conversations, so that the commits touch pages
 * all over the database, and checkpoints have to work.
 */
final class Latency {

  private static final int CONVERSATIONS = 500;
  private static final int WARM_UP_SECONDS = 2;
  private static final long LIMIT_SECONDS = 60;

  private final int perSecond;
  private final long[] nanos;
  private final AtomicInteger refused = new AtomicInteger();

  Latency(int perSecond, int seconds) {
    this.perSecond = perSecond;
    this.nanos = new long[perSecond * (WARM_UP_SECONDS + seconds)];
  }

  void measure(Engine engine) throws InterruptedException {
    Session[] sessions = new Session[CONVERSATIONS];
    for (int i = 0; i < CONVERSATIONS; i++) {
      sessions[i] = engine.connect("steady" + i, "Steady " + i, Map.of(), delivery -> {});
    }
    CountDownLatch ended = new CountDownLatch(nanos.length);
    long begin = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long due = begin + i * 1_000_000_000L / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int number = i;
      int sender = ThreadLocalRandom.current().nextInt(CONVERSATIONS);
      Conversation conversation = Conversation.direct("steady" + sender, "steady" + sender);
      sessions[sender]
          .send(conversation, Homes.CONTENT, UUID.randomUUID().toString())
          .thenAccept(
              result -> {
                nanos[number] = System.nanoTime() - due;
                if (result instanceof SendResult.Refused) {
                  refused.incrementAndGet();
                }
                ended.countDown();
              });
    }
    if (!ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(ended.getCount() + " messages were not answered.");
    }
    for (Session session : sessions) {
      session.close();
    }
  }

  String print() {
    long[] sorted = Arrays.copyOfRange(nanos, WARM_UP_SECONDS * perSecond, nanos.length);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%,d messages/s offered, %,d of them: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms,"
            + " %d refused",
        perSecond,
        sorted.length,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[(int) (sorted.length * 0.999)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        refused.get());
  }
}
