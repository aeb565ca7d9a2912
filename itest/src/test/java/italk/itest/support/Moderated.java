package italk.itest.support;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What tests do with the moderator: make it, drop it, and see which version marks a message. */
public final class Moderated {

  private Moderated() {}

  /** A bundle of the moderator, to be made outside of the framework. */
  public static Path bundle(String file, String version) {
    return TestJar.bundle(
        file, "italk.itest.moderator", version, "italk.itest.moderator", Map.of());
  }

  /** Puts a jar in its place as an operator's tool does it: whole files only. */
  public static void drop(Path jar, Path place) throws IOException {
    Path part = place.resolveSibling(place.getFileName() + ".part");
    Files.copy(jar, part, REPLACE_EXISTING);
    Files.move(part, place, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** What the next message is marked with: the moderator's version, or nothing. */
  public static String mark(Engine engine) throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      String content =
          probe
              .send(Conversation.direct("probe", "probe"), "probe")
              .toCompletableFuture()
              .get()
              .orThrow()
              .content();
      return content.substring("probe".length());
    }
  }
}
