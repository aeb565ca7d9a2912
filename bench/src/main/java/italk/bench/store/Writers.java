package italk.bench.store;

import italk.engine.api.Conversation;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** What {@link Senders} do, past the engine: the store's own part. */
final class Writers {

  private final Store store;
  private final User[] users;
  private final Conversation[] conversations;
  private final int onTheWay;
  private final LongAdder acknowledged = new LongAdder();
  private final Phaser underway = new Phaser(1);
  private volatile boolean stop;

  Writers(Store store, int writers, int onTheWay) {
    this.store = store;
    this.onTheWay = onTheWay;
    users =
        IntStream.range(0, writers)
            .mapToObj(
                i -> new User("sender" + i, "Sender " + i, Metadata.EMPTY, Instant.now(), true))
            .toArray(User[]::new);
    conversations =
        IntStream.range(0, writers)
            .mapToObj(i -> Conversation.direct("sender" + i, "sender" + i))
            .toArray(Conversation[]::new);
  }

  /** How many messages a second were committed, in so many milliseconds. */
  double measure(long millis) throws InterruptedException {
    stop = false;
    acknowledged.reset();
    long begin = System.nanoTime();
    for (int i = 0; i < onTheWay; i++) {
      for (int writer = 0; writer < users.length; writer++) {
        underway.register();
        write(writer);
      }
    }
    TimeUnit.MILLISECONDS.sleep(millis);
    long done = acknowledged.sum();
    double seconds = (System.nanoTime() - begin) / 1e9;
    stop = true;
    underway.awaitAdvance(underway.arrive());
    return done / seconds;
  }

  private void write(int writer) {
    store
        .write(
            transaction ->
                transaction.append(
                    conversations[writer], users[writer], Homes.CONTENT, Optional.empty()))
        .whenComplete(
            (appended, thrown) -> {
              if (thrown == null) {
                acknowledged.increment();
              }
              if (stop || thrown != null) {
                underway.arriveAndDeregister();
              } else {
                write(writer);
              }
            });
  }
}
