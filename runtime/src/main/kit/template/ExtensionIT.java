package @PACKAGE@;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import italk.engine.api.Conversation;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.runtime.Italk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it was built, in a real engine with a home of its own. */
class @CLASS@IT {

  @TempDir Path home;

  @Test
  void refusesTheWordAndNothingElse() throws Exception {
    Path extensions = Files.createDirectories(home.resolve("extensions"));
    Files.copy(Path.of(System.getProperty("extension.jar")), extensions.resolve("@NAME@.jar"));
    Files.writeString(
        home.resolve("config.json"),
        """
        { "extensions": ["@NAME@"], "@NAME@": { "words": ["casino"] } }
        """);

    // The first message already passes every enabled extension: there is nothing to wait for.
    try (Italk italk = Italk.start(home);
        Session alice = italk.engine().connect("1", "Alice", Map.of(), delivery -> {})) {
      SendResult.Refused refused =
          assertInstanceOf(SendResult.Refused.class, send(alice, "The best CASINO in town"));
      assertEquals("Please don't write \"casino\" here.", refused.problem().message());
      assertInstanceOf(SendResult.Sent.class, send(alice, "Hello"));
      assertEquals(1, italk.engine().history(Conversation.everyone()).latest(10).size());
    }
  }

  private static SendResult send(Session session, String text) throws Exception {
    return session.send(Conversation.everyone(), text).toCompletableFuture().get();
  }
}
