package italk.bench.store;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * So many senders, each with so many messages on the way: who is told that one is stored sends the
 * next. Each has a conversation of its own.
 */
final class Senders {

  private final Session[] sessions;
  private final Conversation[] conversations;
  private final int onTheWay;
  private final LongAdder acknowledged = new LongAdder();
  // One party for each message on the way.
  private final Phaser underway = new Phaser(1);
  private volatile boolean stop;
  private volatile String refused;

  Senders(Engine engine, int senders, int onTheWay) {
    this.onTheWay = onTheWay;
    sessions =
        IntStream.range(0, senders)
            .mapToObj(i -> engine.connect("sender" + i, "Sender " + i, Map.of(), delivery -> {}))
            .toArray(Session[]::new);
    conversations =
        IntStream.range(0, senders)
            .mapToObj(i -> Conversation.direct("sender" + i, "sender" + i))
            .toArray(Conversation[]::new);
  }

  /** How many messages a second were acknowledged, in so many milliseconds. */
  double measure(long millis) throws InterruptedException {
    stop = false;
    acknowledged.reset();
    long begin = System.nanoTime();
    for (int i = 0; i < onTheWay; i++) {
      for (int sender = 0; sender < sessions.length; sender++) {
        underway.register();
        send(sender);
      }
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    long done = acknowledged.sum();
    double seconds = (System.nanoTime() - begin) / 1e9;
    stop = true;
    underway.awaitAdvance(underway.arrive());
    if (refused != null) {
      throw new IllegalStateException("A message was refused: " + refused);
    }
    return done / seconds;
  }

  private void send(int sender) {
    sessions[sender]
        .send(conversations[sender], Homes.CONTENT)
        .thenAccept(
            result -> {
              if (result instanceof SendResult.Refused no) {
                refused = no.problem().message();
                underway.arriveAndDeregister();
                return;
              }
              acknowledged.increment();
              if (stop) {
                underway.arriveAndDeregister();
              } else {
                send(sender);
              }
            });
  }

  void close() {
    for (Session session : sessions) {
      session.close();
    }
  }
}
