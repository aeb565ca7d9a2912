package italk.bench.absence;

import italk.bench.setup.HookJars;
import italk.bench.setup.RunningEngine;
import italk.bench.tiny.extension.TinyExtension;
import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The engine as it is shipped, store and all, with the hook as an extension. */
final class EngineUpdate implements Hooked {

  private static final String BUNDLE = "italk.bench.hook";
  private static final Duration OPERATIONS_LIMIT = Duration.ofSeconds(3);
  private static final String USER = "sender";

  /** By which door. */
  private interface Door {
    void update(String version) throws Exception;
  }

  private final RunningEngine engine;
  private final Session session;
  private final Conversation conversation = Conversation.direct(USER, USER);
  private Door door = this::updateBundle;

  private EngineUpdate(String version) throws Exception {
    engine =
        RunningEngine.start(
            "{\"extensions\": [\"" + TinyExtension.NAME + "\"]}",
            Optional.of(HookJars.extension(version)));
    session = engine.engine().connect(USER, USER, Map.of(), delivery -> {});
  }

  /** Updated by {@code Bundle.update}, past everything of the engine's but its gate. */
  static EngineUpdate byBundle(String version) throws Exception {
    return new EngineUpdate(version);
  }

  /** Updated by {@link Operations}; empty where the distribution has no such service. */
  static Optional<Hooked> byOperations(String version) throws Exception {
    EngineUpdate hooked = new EngineUpdate(version);
    Optional<Operations> operations = hooked.engine.service(Operations.class, OPERATIONS_LIMIT);
    if (operations.isEmpty()) {
      hooked.close();
      return Optional.empty();
    }
    hooked.door = next -> updateBy(operations.get(), next);
    return Optional.of(hooked);
  }

  private void updateBundle(String version) throws Exception {
    try (InputStream jar = Files.newInputStream(HookJars.extension(version))) {
      engine.bundle(BUNDLE).update(jar);
    }
  }

  private static void updateBy(Operations operations, String version) {
    Outcome outcome = operations.update(HookJars.extension(version));
    if (!outcome.isGood()) {
      throw new IllegalStateException("The update to " + version + ": " + outcome);
    }
  }

  @Override
  public CompletionStage<String> send(String content) {
    return session
        .send(conversation, content)
        .thenApply(SendResult::orThrow)
        .thenApply(Message::content);
  }

  @Override
  public void update(String version) throws Exception {
    door.update(version);
  }

  @Override
  public void close() {
    engine.close();
  }
}
