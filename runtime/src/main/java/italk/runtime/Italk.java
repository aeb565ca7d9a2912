package italk.runtime;

import italk.engine.api.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The engine inside a plain Java server, in a framework of its own. The server has one jar on its
 * class path, {@code italk-VERSION.jar}:
 *
 * <pre>{@code
 * try (Italk italk = Italk.start(Path.of("italk-home"))) {
 *   Session alice = italk.engine().connect("123", "Alice", Map.of(), inbox);
 * }
 * }</pre>
 *
 * <p>There is no shell, and nothing of the process is changed: no system property, no handler of
 * signals. Safe for any thread.
 */
public final class Italk implements AutoCloseable {

  private static final Duration START_BOUND = Duration.ofSeconds(30);

  private final EngineFramework framework;
  private final Readiness readiness;

  private Italk(EngineFramework framework) {
    this.framework = framework;
    this.readiness = new Readiness(framework);
  }

  /**
   * Starts an engine and returns when it is there.
   *
   * @param home the folder of its configuration, data and extensions; what it lacks is put there
   * @throws StartException with the reason, such as another engine that runs in this home
   */
  public static Italk start(Path home) {
    return start(home, Map.of());
  }

  /**
   * Starts an engine and returns when it is there.
   *
   * @param home the folder of its configuration, data and extensions; what it lacks is put there
   * @param frameworkProperties win over those in the home's {@code conf/framework.properties}
   * @throws StartException with the reason, such as another engine that runs in this home
   */
  public static Italk start(Path home, Map<String, String> frameworkProperties) {
    Map<String, String> properties = new HashMap<>(frameworkProperties);
    properties.put("italk.interactive", "false");
    // Standard output is the embedding program's.
    properties.putIfAbsent("italk.console.level", "OFF");
    EngineFramework framework = EngineFramework.start(Home.at(home), true, properties);
    Italk italk = new Italk(framework);
    if (italk.readiness.awaitEngine(START_BOUND).isEmpty()) {
      String missing = String.join("; ", italk.readiness.waitingFor());
      italk.close();
      throw new StartException(
          "The engine is not there after "
              + START_BOUND.toSeconds()
              + " s: "
              + missing
              + ". The log says more.");
    }
    return italk;
  }

  /**
   * The engine.
   *
   * @throws IllegalStateException where it was closed
   */
  public Engine engine() {
    return (Engine)
        readiness
            .engine()
            .orElseThrow(() -> new IllegalStateException("The engine is not running."));
  }

  /**
   * Another service of the engine's API, such as {@code
   * italk.engine.api.operation.Operations.class}.
   *
   * @throws IllegalStateException where there is none now, or the engine was closed
   */
  public <T> T service(Class<T> type) {
    return type.cast(
        readiness
            .service(type.getName())
            .orElseThrow(
                () -> new IllegalStateException("There is no service " + type.getName() + ".")));
  }

  /** Closes the sessions, drains the queues, closes the store. */
  @Override
  public void close() {
    framework.close();
  }
}
