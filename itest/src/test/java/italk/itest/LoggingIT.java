package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** What advanced_logging has Pax Logging write, with the real one. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LoggingIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private ModerationRecords records;

  @Configuration
  public Option[] configuration() {
    Path home = Built.target().resolve("homes/logging");
    Option distribution = DistributionOptions.with(home, section("\"file\": \"first.log\""));
    DistributionOptions.withOwnExtensions(home);
    return options(distribution, systemProperty("itest.home").value(home.toString()));
  }

  @Test
  public void formatContentAndAuditChangeLiveAndNobodyForgesALine() throws Exception {
    eventually(
        "it is active",
        SOON,
        () -> extensions.find("advanced_logging").orElseThrow().state() == State.ACTIVE);
    try (Session alice = engine.connect("1", "Alice", Map.of(), delivery -> {})) {
      send(alice, "plain\n2026-01-01 INFO forged");
      lineOf("first.log", "Message de Alice : plain\\n2026-01-01 INFO forged");
      assertFalse(lines("first.log").stream().anyMatch(line -> line.startsWith("2026-01-01")));

      configure("\"file\": \"second.log\", \"format\": \"json\"");
      becomes("second.log", "a \"quoted\" json", alice);
      String json = lineOf("second.log", "Message de Alice : a \\\"quoted\\\" json");
      assertTrue(json, json.startsWith("{\"time\":\"") && json.endsWith("\"}"));
      assertTrue(json, json.contains("\"user\":\"1\",\"conversation\":\"everyone\",\"id\":\""));

      configure("\"file\": \"third.log\", \"content\": \"masked\", \"pattern\": \"<%p> %m\"");
      becomes("third.log", "******", alice, "secret");
      String masked = lineOf("third.log", "Message de Alice : ******");
      assertEquals("<INFO> Message de Alice : ******", masked);
      assertFalse(lines("third.log").stream().anyMatch(line -> line.contains("secret")));

      records.record(
          Actor.operator(), "ban", Target.user("9"), "x\n#2 forged", Optional.empty(), Map.of());
      String audit = lineOf("audit.log", "operator : ban user 9 (x\\n#2 forged)");
      assertTrue(audit, audit.contains("italk.audit"));
      assertEquals(1, lines("audit.log").size());
      assertFalse(
          "the audit is in its own file alone",
          lines("third.log").stream().anyMatch(line -> line.contains("ban user 9")));
    }
  }

  private static void send(Session session, String text) throws Exception {
    session.send(Conversation.everyone(), text).toCompletableFuture().get().orThrow();
  }

  private void becomes(String file, String text, Session session) {
    becomes(file, text, session, text);
  }

  // Until Pax Logging has taken the change over, lines go the old way.
  private void becomes(String file, String expected, Session session, String text) {
    String found = expected.replace("\"", "\\\"");
    eventually(
        file + " is written",
        SOON,
        () -> {
          send(session, text);
          return lines(file).stream().anyMatch(line -> line.contains(found));
        });
  }

  private static String lineOf(String file, String text) {
    eventually(
        file + " says: " + text,
        SOON,
        () -> lines(file).stream().anyMatch(line -> line.contains(text)));
    try {
      return lines(file).stream().filter(line -> line.contains(text)).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(String file) throws IOException {
    Path path = Path.of(System.getProperty("itest.home"), "log", file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static String section(String options) {
    return "{\"extensions\": [\"advanced_logging\"], \"advanced_logging\": {" + options + "}}";
  }

  private static void configure(String options) throws IOException {
    Path config = Path.of(System.getProperty("itest.home"), "config.json");
    Path next = config.resolveSibling("config.json.next");
    Files.writeString(next, section(options));
    Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
