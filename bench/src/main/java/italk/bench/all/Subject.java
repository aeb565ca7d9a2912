package italk.bench.all;

import italk.bench.setup.Place;
import italk.bench.setup.RunningEngine;
import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Inbox;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** One engine that is measured: the distribution with its extensions. */
final class Subject implements AutoCloseable {

  private static final int SENDERS = 4;
  private static final int EACH = 250;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path home;
  private final RunningEngine running;
  private final List<Session> sessions = new ArrayList<>();
  private long number;

  /** Starts it. */
  Subject(Options options) throws Exception {
    home = Place.newFolder("home");
    copyExtensions(home.resolve("extensions"));
    running = RunningEngine.startIn(home, options.configuration());
    Engine engine = awaitOpen();
    Semaphore greeted = new Semaphore(0);
    for (int i = 0; i < SENDERS; i++) {
      String id = "sender" + i;
      sessions.add(
          engine.connect(id, id, Map.of("role", "member"), delivery -> told(delivery, greeted)));
    }
    // Measured is what was asked for: who is greeted has the extensions.
    if (greeted.tryAcquire(
            SENDERS, options == Options.NONE ? 0 : LIMIT.toSeconds(), TimeUnit.SECONDS)
        == (options == Options.NONE)) {
      throw new IllegalStateException("The extensions are not as " + options + " says");
    }
  }

  private static void told(Inbox.Delivery delivery, Semaphore greeted) {
    if (delivery instanceof Inbox.Notice) {
      greeted.release();
    }
  }

  private static void copyExtensions(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> jars = Files.list(Place.distribution().resolve("extensions"))) {
      for (Path jar : jars.filter(it -> it.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, folder.resolve(jar.getFileName()));
      }
    }
  }

  /** The engine, when its gate is open: then all that is enabled is active. */
  private Engine awaitOpen() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    Engine engine = running.engine();
    while (!engine.status().open()) {
      if (System.nanoTime() - end >= 0) {
        throw new IllegalStateException("The gate waits for " + engine.status().waitingFor());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return engine;
  }

  /** Nobody says the same twice. */
  private String content() {
    return "Shall we meet at the fountain at eight, as we always do? This is number " + number++;
  }

  private static Conversation own(Session session) {
    return Conversation.direct(session.userId(), session.userId());
  }

  /** Nanoseconds for a message, each sent when the one before was answered. */
  double oneAtATime(int messages) throws Exception {
    Session session = sessions.get(0);
    long begin = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      session.send(own(session), content()).toCompletableFuture().get().orThrow();
    }
    return (System.nanoTime() - begin) / (double) messages;
  }

  /** Nanoseconds for a message, a thousand of four senders on their way at once. */
  double manyOnTheirWay(int thousands) {
    AtomicReference<SendResult> refused = new AtomicReference<>();
    long begin = System.nanoTime();
    for (int round = 0; round < thousands; round++) {
      Semaphore answered = new Semaphore(0);
      for (int i = 0; i < EACH; i++) {
        for (Session session : sessions) {
          session
              .send(own(session), content())
              .thenAccept(
                  result -> {
                    if (result instanceof SendResult.Refused) {
                      refused.set(result);
                    }
                    answered.release();
                  });
        }
      }
      answered.acquireUninterruptibly(SENDERS * EACH);
    }
    if (refused.get() != null) {
      refused.get().orThrow();
    }
    return (System.nanoTime() - begin) / (double) (thousands * SENDERS * EACH);
  }

  @Override
  public void close() {
    running.close();
    Place.delete(home);
  }
}
