package italk.bench.cost;

import italk.bench.setup.Drafts;
import italk.bench.setup.MemoryStore;
import italk.bench.setup.RunningEngine;
import italk.bench.setup.SeparateHooks;
import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.store.Store;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.framework.Constants;

/**
 * A whole message, from {@code send} to the sender's answer, through the distribution as it is
 * shipped but for the store, which is {@link MemoryStore}: lanes, gate, hooks, publisher, delivery
 * to the sender's own session, acknowledgement, and the threads between them.
 */
@State(Scope.Benchmark)
public class EngineMessage {

  private static final int SENDERS = 4;
  private static final int EACH = 250;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** How many hooks. */
  @Param({"0", "1", "4", "16"})
  public int hooks;

  private RunningEngine engine;
  private Sender[] senders;

  private record Sender(Session session, Conversation conversation) {
    CompletionStage<SendResult> send(String content) {
      return session.send(conversation, content);
    }
  }

  /** Starts the engine, puts the store and the hooks in, and checks that each is asked. */
  @Setup
  public void setUp() throws Exception {
    engine =
        RunningEngine.start(
            "{\"extensions\": [], \"engine\": {\"session_queue\": 100000}}", Optional.empty());
    engine
        .context()
        .registerService(
            Store.class,
            new MemoryStore(),
            new Hashtable<>(Map.of(Constants.SERVICE_RANKING, Integer.MAX_VALUE)));
    // The engine's component takes the other one and is a new service.
    engine.bundle("italk.engine.store").stop();
    for (MessageInterceptor hook : SeparateHooks.of(hooks)) {
      engine.context().registerService(MessageInterceptor.class, hook, null);
    }
    Engine running =
        engine
            .service(Engine.class, LIMIT)
            .orElseThrow(() -> new IllegalStateException("No engine with the store in memory."));
    senders = IntStream.range(0, SENDERS).mapToObj(i -> connect(running, i)).toArray(Sender[]::new);
    String marked =
        senders[0].send(Drafts.MARKED_BY_ALL).toCompletableFuture().get().orThrow().content();
    Checks.same("hooks that were asked", hooks, marked.split(" \\[", -1).length - 1);
  }

  private static Sender connect(Engine engine, int number) {
    String id = "sender" + number;
    Session session = engine.connect(id, id, Map.of(), delivery -> {});
    return new Sender(session, Conversation.direct(id, id));
  }

  /** Stops the engine. */
  @TearDown
  public void tearDown() {
    engine.close();
  }

  /** One message, sent when the one before was answered. */
  @Benchmark
  public SendResult oneAtATime() throws Exception {
    SendResult result = senders[0].send(Drafts.CONTENT).toCompletableFuture().get();
    result.orThrow();
    return result;
  }

  /** A thousand messages of four senders to four conversations, all on their way at once. */
  @Benchmark
  @OperationsPerInvocation(SENDERS * EACH)
  public void manyOnTheirWay() {
    Semaphore sent = new Semaphore(0);
    for (int i = 0; i < EACH; i++) {
      for (Sender sender : senders) {
        sender
            .send(Drafts.CONTENT)
            .thenAccept(
                result -> {
                  if (result instanceof SendResult.Sent) {
                    sent.release();
                  }
                });
      }
    }
    sent.acquireUninterruptibly(SENDERS * EACH);
  }
}
