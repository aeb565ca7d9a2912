package italk.bench.store;

import italk.bench.setup.Place;
import italk.bench.setup.RunningEngine;
import italk.engine.api.Conversation;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Homes of engines, and what is in their databases before a measurement. */
final class Homes {

  /** As long as the messages that the issue measured with. */
  static final String CONTENT =
      "Shall we meet at the fountain at eight? ".repeat(8).substring(0, 300);

  private static final String CONFIGURATION =
      "{\"extensions\": [], \"logging\": false, \"engine\": {\"session_queue\": 100000}}";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 1_000;
  // Longer than any other write: a thousand changes.
  private static final long WRITE_LIMIT_SECONDS = 60;

  private Homes() {}

  static Path newHome() {
    return Place.newFolder("home");
  }

  static RunningEngine start(Path home) throws IOException {
    return RunningEngine.startIn(home, CONFIGURATION);
  }

  static Path database(Path home) {
    return home.resolve("data/italk.db");
  }

  /** Adds users {@code from} to before {@code to}, past the engine. */
  static void addUsers(RunningEngine engine, int from, int to) throws Exception {
    Store store = store(engine);
    for (int begin = from; begin < to; begin += AT_ONCE) {
      int first = begin;
      int end = Math.min(to, begin + AT_ONCE);
      store
          .write(
              transaction -> {
                for (int i = first; i < end; i++) {
                  transaction.save(user(String.format(Locale.ROOT, "user%07d", i)));
                }
                return null;
              })
          .toCompletableFuture()
          .get(WRITE_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Adds so many messages to a conversation, past the engine. */
  static void addMessages(RunningEngine engine, Conversation conversation, int count)
      throws Exception {
    Store store = store(engine);
    User sender = user("filler");
    for (int done = 0; done < count; done += AT_ONCE) {
      int some = Math.min(AT_ONCE, count - done);
      store
          .write(
              transaction -> {
                for (int i = 0; i < some; i++) {
                  transaction.append(conversation, sender, CONTENT, Optional.empty());
                }
                return null;
              })
          .toCompletableFuture()
          .get(WRITE_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  static Store store(RunningEngine engine) throws InterruptedException {
    return engine
        .service(Store.class, LIMIT)
        .orElseThrow(() -> new IllegalStateException("There is no store."));
  }

  private static User user(String id) {
    return new User(id, "User " + id, Metadata.EMPTY, Instant.now(), false);
  }
}
