package italk.itest.support;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.itest.stamp.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What tests do with the two extensions that stamp messages. */
public final class Stamped {

  /** The name of the one whose options change while it runs. */
  public static final String MODIFIED = "modified_stamp";

  /** The name of the one that is restarted by each change. */
  public static final String RESTARTED = "restarted_stamp";

  private Stamped() {}

  /** Makes both bundles and puts them into a home; to be called outside of the framework. */
  public static void into(Path home) throws IOException {
    for (String kind : List.of("modified", "restarted")) {
      Path jar =
          TestJar.bundle(
              kind + "-stamp.jar",
              "italk.itest.stamp." + kind,
              "1.0.0",
              "italk.itest.stamp." + kind + ",italk.itest.stamp",
              Map.of());
      Files.copy(jar, home.resolve("extensions").resolve(jar.getFileName()));
    }
  }

  /** The stamps of a message that is sent now. */
  public static List<Stamp> probe(Engine engine) throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      return Stamp.of(
          probe
              .send(Conversation.direct("probe", "probe"), "probe")
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS)
              .orThrow()
              .content());
    }
  }

  /** The tokens of a message that is sent now, by the order of the stamps. */
  public static List<String> tokens(Engine engine) throws Exception {
    return probe(engine).stream().map(Stamp::token).toList();
  }
}
