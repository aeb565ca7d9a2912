package italk.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import italk.itest.support.Eventually;
import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/**
 * The distribution as an operator has it: unpacked from the tar.gz, started in the background, used
 * by {@code bin/italk}, given bad input, killed, started again. The limit of two seconds for what
 * is dropped into the folder is part of what is tested.
 */
public class OperatorIT {

  // Two seconds for the engine, and as much for the commands by which it is looked at.
  private static final Duration EFFECT = Duration.ofSeconds(4);

  @Rule public final TestName test = new TestName();

  private InstalledRuntime runtime;

  @Before
  public void install() throws Exception {
    runtime = new InstalledRuntime(test.getMethodName());
  }

  @After
  public void stop() throws Exception {
    runtime.close();
  }

  @Test
  public void aFirstSessionByCommands() throws Exception {
    assertEquals("not running", 3, runtime.italk("status").exitCode());
    runtime.start();
    assertEquals(0, runtime.italk("status").exitCode());

    assertSucceeds("connect", "123", "Alice", "role=admin");
    assertSucceeds("connect", "456", "Bob");
    assertSucceeds("creategroup", "général");
    assertSucceeds("join", "général", "123");
    assertSucceeds("join", "général", "456");
    assertSucceeds("send", "123", "group:général", "Bonjour \"$(ls)\" ; | ' {à} tous !");
    Eventually.eventually(
        "Bob has got it, to the letter",
        EFFECT,
        () ->
            runtime
                .italk("inbox", "456")
                .output()
                .contains("Alice: Bonjour \"$(ls)\" ; | ' {à} tous !"));
    assertTrue(runtime.italk("inbox", "123").output().contains("Bienvenue"));
    assertTrue(runtime.italk("history", "group:général").output().contains("Alice: Bonjour"));
    assertTrue(runtime.italk("users").output().contains("Alice"));
    assertTrue(runtime.italk("groups").output().contains("général"));
    assertTrue(runtime.italk("extensions").output().contains("message_rate_limiter"));
    assertTrue("Felix's own commands", runtime.italk("lb").output().contains("Active"));

    for (String[] wrong :
        new String[][] {
          {"send", "123", "group:nowhere", "x"},
          {"send", "123", "everyone", " "},
          {"send", "123", "everyone", "x".repeat(4001)},
          {"join", "nowhere", "123"},
          {"join", "général", "nobody"},
        }) {
      Result refused = runtime.italk(wrong);
      assertEquals(refused.toString(), 1, refused.exitCode());
      assertEquals("one line: " + refused, 1, refused.output().strip().lines().count());
    }
    assertEquals(2, runtime.italk("nosuchcommand").exitCode());
    assertEquals(
        "only its owner can open the door",
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(runtime.home().resolve("run/italk.sock"))));

    assertEquals("a second start is refused", 1, runtime.italk("run").exitCode());
    assertEquals(0, runtime.italk("stop").exitCode());
    assertEquals(3, runtime.italk("status").exitCode());
    assertEquals("no engine answers", 69, runtime.italk("users").exitCode());
    assertTrue(runtime.log().contains("The engine has stopped: 2 sessions closed"));
    assertFalse(
        "nothing in the log is an error: " + runtime.log(), runtime.log().contains("ERROR"));
  }

  @Test
  public void whatWasAcknowledgedSurvivesKill() throws Exception {
    runtime.start();
    assertSucceeds("connect", "123", "Alice", "role=admin");
    assertSucceeds("creategroup", "général");
    assertSucceeds("join", "général", "123");
    for (int i = 0; i < 5; i++) {
      assertSucceeds("send", "123", "group:général", "message " + i);
    }
    runtime.kill();
    runtime.start();

    String history = runtime.italk("history", "group:général").output();
    int last = -1;
    for (int i = 0; i < 5; i++) {
      int at = history.indexOf("Alice: message " + i);
      assertTrue("message " + i + " is there, in order:\n" + history, at > last);
      last = at;
    }
    assertTrue(runtime.italk("group", "général").output().contains("123"));
    String users = runtime.italk("users").output();
    assertTrue(
        "known, and not online without a session:\n" + users,
        users.matches("(?s).*123 +Alice +no .*"));
    // The next id is greater than all before.
    assertSucceeds("connect", "123", "Alice");
    assertSucceeds("send", "123", "group:général", "after");
    assertTrue(runtime.italk("history", "group:général").output().strip().endsWith("Alice: after"));
  }

  @Test
  public void theOriginalsConfigurationByteForByte() throws Exception {
    try (var original = OperatorIT.class.getResourceAsStream("/original/config.json")) {
      Files.copy(
          original, runtime.home().resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
    }
    // One whose jar somebody took away.
    Files.delete(runtime.extensions().resolve("italk.ext.events.jar"));
    runtime.start();
    String extensions = runtime.italk("extensions").output();
    for (String name :
        List.of(
            "welcome",
            "users_management",
            "groups_management",
            "messages_management",
            "advanced_logging",
            "message_rate_limiter")) {
      assertTrue(extensions, extensions.matches("(?s).*" + name + " +\\S+ +active.*"));
    }
    assertTrue(extensions, extensions.matches("(?s).*events_management +- +not.installed.*"));
    String said = "The extension events_management is enabled but not installed";
    runtime.awaitLog(said);
    assertEquals("said once", 2, runtime.log().split(said, -1).length);
    assertSucceeds("connect", "123", "Alice");
    assertTrue(runtime.italk("inbox", "123").output().contains("Bienvenue sur le serveur !"));
    assertSucceeds("send", "123", "everyone", "Bonjour");
    Path advanced = runtime.home().resolve("log/advanced_engine.log");
    Eventually.eventually(
        "advanced_logging writes its file",
        EFFECT,
        () -> Files.readString(advanced).contains("Message de Alice : Bonjour"));
  }

  @Test
  public void aBrokenConfigurationChangesNothing() throws Exception {
    runtime.start();
    String good = Files.readString(runtime.home().resolve("config.json"));
    Map<String, String> broken =
        Map.of(
            good.replace("\"burst\": 10", "\"burst\": \"many\""), "message_rate_limiter.burst",
            good.replace("\"burst\": 10", "\"brust\": 10"), "burst",
            good.substring(0, good.length() / 2), "config.json:");
    for (Map.Entry<String, String> entry : broken.entrySet()) {
      long before = errors();
      runtime.configure(entry.getKey());
      Eventually.eventually(
          "an error that names " + entry.getValue(),
          EFFECT,
          () -> errors() > before && lastError().contains(entry.getValue()));
      assertTrue(lastError(), lastError().matches("(?s).*config\\.json:\\d+:\\d+.*"));
      assertTrue(
          runtime.italk("extensions").output(),
          runtime
              .italk("extensions")
              .output()
              .matches("(?s).*message_rate_limiter +\\S+ +active.*"));
    }
    runtime.configure(
        good.replaceFirst("\"message\": *\"[^\"]*\"", "\"message\": \"Salut {username}\""));
    Eventually.eventually(
        "a good one is taken over live",
        EFFECT,
        () -> {
          runtime.italk("disconnect", "1");
          runtime.italk("connect", "1", "Zoé");
          return runtime.italk("inbox", "1").output().contains("Salut Zoé");
        });

    runtime.configure("{ \"extensions\": [ ");
    assertEquals(0, runtime.italk("restart").exitCode());
    assertTrue(
        "with a broken file at start the last good one is used",
        runtime.italk("extensions").output().matches("(?s).*welcome +\\S+ +active.*"));
  }

  private long errors() throws IOException {
    return runtime.log().lines().filter(line -> line.contains(" ERROR ")).count();
  }

  private String lastError() throws IOException {
    return runtime.log().lines().filter(line -> line.contains(" ERROR ")).reduce("", (a, b) -> b);
  }

  @Test
  public void badJarsAreRefusedWithTheReason() throws Exception {
    Path plain = TestJar.plain("plain.jar");
    Path unresolvable =
        TestJar.bundle(
            "unresolvable.jar",
            "italk.itest.unresolvable",
            "1.0.0",
            "italk.itest.moderator",
            Map.of("Import-Package", "org.example.nowhere;version=\"[2,3)\",*"));
    runtime.start();
    Files.writeString(runtime.extensions().resolve("text.jar"), "this is no jar");
    Files.copy(plain, runtime.extensions().resolve("plain.jar"));
    Files.copy(unresolvable, runtime.extensions().resolve("unresolvable.jar"));
    assertReported("text.jar", "");
    assertReported("plain.jar", "no bundle");
    assertReported("unresolvable.jar", "org.example.nowhere");
    assertSucceeds("connect", "1", "Alice");
    assertSucceeds("send", "1", "everyone", "the engine goes on");

    // A good version is never replaced by a bad one.
    Path welcome = ownJar("welcome");
    Files.write(welcome, "no jar any more".getBytes(StandardCharsets.UTF_8));
    assertReported(welcome.getFileName().toString(), "");
    assertTrue(runtime.italk("extensions").output().matches("(?s).*welcome +\\S+ +active.*"));
  }

  @Test
  public void theLimitersCountsSurviveAnUpdateOfItsBundle() throws Exception {
    runtime.configure(
        "{\"extensions\": [\"message_rate_limiter\"],"
            + " \"message_rate_limiter\": {\"burst\": 2, \"messages\": 1, \"seconds\": 3600}}");
    runtime.start();
    assertSucceeds("connect", "1", "Alice");
    assertSucceeds("send", "1", "everyone", "one");
    assertSucceeds("send", "1", "everyone", "two");
    Result third = runtime.italk("send", "1", "everyone", "three");
    assertEquals(third.output(), 1, third.exitCode());

    Path limiter = ownJar("ratelimiter");
    Path newer = TestJar.withVersion(limiter, "0.1.1");
    Files.copy(newer, limiter.resolveSibling("update.part"));
    Files.move(limiter.resolveSibling("update.part"), limiter, StandardCopyOption.ATOMIC_MOVE);
    Eventually.eventually(
        "the new version is active",
        EFFECT,
        () ->
            runtime
                .italk("extensions")
                .output()
                .matches("(?s).*message_rate_limiter +0\\.1\\.1 +active.*"));
    Result fourth = runtime.italk("send", "1", "everyone", "four");
    assertEquals("still counted: " + fourth.output(), 1, fourth.exitCode());
    assertTrue(fourth.output(), fourth.output().contains("message_rate_limiter"));

    assertEquals(0, runtime.italk("restart").exitCode());
    assertSucceeds("connect", "1", "Alice");
    assertEquals(
        "and over a restart", 1, runtime.italk("send", "1", "everyone", "five").exitCode());
    assertSucceeds("connect", "2", "Bob");
    assertSucceeds("send", "2", "everyone", "others are not concerned");
  }

  @Test
  public void theLogsFileLevelSizeAndCountChangeLive() throws Exception {
    configureLog("one.log", "ERROR", 2_000_000, 3);
    runtime.start();
    assertSucceeds("connect", "1", "Alice");
    assertSucceeds("send", "1", "everyone", "quiet");

    configureLog("one.log", "INFO", 2_000_000, 3);
    awaitMessageIn("one.log");
    assertFalse("not at this level", read("one.log").contains("quiet"));

    configureLog("two.log", "INFO", 2_000_000, 3);
    awaitMessageIn("two.log");
    String one = read("one.log");
    assertSucceeds("send", "1", "everyone", "only to two");
    awaitMessageIn("two.log");
    assertEquals("the file before is left alone", one, read("one.log"));

    configureLog("two.log", "INFO", 1_024, 1);
    for (int i = 0; i < 20; i++) {
      assertSucceeds("send", "1", "everyone", "x".repeat(200));
    }
    awaitMessageIn("two.log");
    assertTrue("rotated", Files.exists(log("two.log.1")));
    assertFalse("one older file is kept", Files.exists(log("two.log.2")));
    assertTrue("and none is much larger", Files.size(log("two.log.1")) < 2_048);
  }

  private void configureLog(String file, String level, int bytes, int count) throws IOException {
    runtime.configure(
        """
        {
          "extensions": ["advanced_logging"],
          "advanced_logging": {"file": "%s", "level": "%s", "max_bytes": %d, "backup_count": %d}
        }
        """
            .formatted(file, level, bytes, count));
  }

  // A configuration is taken over a moment after it was written: so each try sends another message.
  private void awaitMessageIn(String file) {
    Eventually.eventually(
        "a message is logged in " + file,
        EFFECT.multipliedBy(2),
        () -> {
          String text = "message " + System.nanoTime();
          assertSucceeds("send", "1", "everyone", text);
          return Files.exists(log(file)) && read(file).contains(text);
        });
  }

  private Path log(String file) {
    return runtime.home().resolve("log").resolve(file);
  }

  private String read(String file) throws IOException {
    return Files.readString(log(file));
  }

  private Path ownJar(String name) throws IOException {
    try (var files = Files.list(runtime.extensions())) {
      return files
          .filter(file -> file.getFileName().toString().contains(name))
          .filter(file -> file.toString().endsWith(".jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void assertReported(String jar, String reason) {
    Path error = runtime.extensions().resolve(jar + ".error");
    Eventually.eventually(
        "the reason lies beside " + jar,
        EFFECT,
        () -> Files.exists(error) && Files.readString(error).contains(reason));
    Eventually.eventually("and stands in the log", EFFECT, () -> runtime.log().contains(jar));
  }

  private void assertSucceeds(String... words) throws Exception {
    Result result = runtime.italk(words);
    assertEquals(String.join(" ", words) + ": " + result.output(), 0, result.exitCode());
  }
}
