package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.itest.support.InstalledRuntime;
import italk.itest.support.Moderated;
import italk.itest.support.PipedShell;
import italk.itest.support.Result;
import italk.itest.support.TestJar;
import italk.itest.tally.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/**
 * Operations on extensions as an operator does them, by {@code bin/italk} and by copying files:
 * what is printed, the exit codes, and what a restart makes of it, also one after {@code kill -9}
 * in the middle of an update.
 */
public class OperationsOperatorIT {

  private static final String BUNDLE = "italk.itest.tally";
  private static final String CAUSE = "this version is bad on purpose";

  // Two seconds for the folder, three for the trial, and some for the commands that look at it.
  private static final Duration EFFECT = Duration.ofSeconds(8);

  private static final int ROUNDS = 2;
  private static final int MOST_MESSAGES_OF_A_ROUND = 450; // History has pages of 500.

  @Rule public final TestName test = new TestName();

  private final List<String> expectedMarks = new ArrayList<>();

  private InstalledRuntime runtime;
  private Path jars;

  @Before
  public void install() throws Exception {
    runtime = new InstalledRuntime(test.getMethodName());
    runtime.configure("{\"extensions\": [\"tally\"]}");
    jars = Files.createDirectories(runtime.home().resolveSibling("new jars"));
    for (String good : List.of("1.0.0", "1.1.0")) {
      Files.copy(version(good, Map.of()), jar(good));
    }
    Files.copy(version("1.2.0", Map.of(Tally.BAD, CAUSE)), jar("1.2.0"));
    Files.copy(
        version("1.3.0", Map.of("Import-Package", "org.example.nowhere;version=\"[2,3)\",*")),
        jar("1.3.0"));
  }

  @After
  public void stop() throws Exception {
    runtime.close();
  }

  private static Path version(String version, Map<String, String> more) {
    return TestJar.bundle("tally-" + version + ".jar", BUNDLE, version, BUNDLE, more);
  }

  private Path jar(String version) {
    return jars.resolve("tally-" + version + ".jar");
  }

  @Test
  public void anUpdateHasAPlanATryAndAWayBack() throws Exception {
    start();
    succeeds(
        "(?s)tally 1\\.0\\.0 \\(new\\)\n.*start +italk\\.itest\\.tally 1\\.0\\.0.*",
        "plan",
        "1.0.0");
    succeeds("tally 1\\.0\\.0 is active \\(it is new\\);.*", "update", "1.0.0");
    succeeds("tally 1\\.0\\.0 runs already: nothing to do\\.", "update", "1.0.0");
    sendsMarked("1.0.0");

    succeeds(
        "(?s)tally 1\\.0\\.0 -> 1\\.1\\.0\n.*stop +italk\\.itest\\.tally 1\\.0\\.0.*",
        "plan",
        "1.1.0");
    succeeds(
        "tally 1\\.1\\.0 is active \\(it was 1\\.0\\.0\\); messages were held for \\d.*",
        "update",
        "1.1.0");
    sendsMarked("1.0.0 1.1.0");

    assertRefuses(
        "(?s).*can't be put in: .*org\\.example\\.nowhere.*", there("plan", name("1.3.0")));
    assertRefuses(
        "tally 1\\.3\\.0 was refused, nothing was changed: .*org\\.example\\.nowhere.*",
        there("update", name("1.3.0")));
    assertRefuses(
        "tally 1\\.2\\.0 was rolled back: .*"
            + CAUSE
            + "\\. 1\\.1\\.0 is active again; messages were held for \\d.*",
        there("update", name("1.2.0")));
    sendsMarked("1.0.0 1.1.0 1.1.0");
    // Not even in a log that keeps exceptions: those of 1.2.0 know its classes.
    eventually(
        "nothing of 1.0.0 and 1.2.0 stays in memory",
        EFFECT,
        () -> {
          Result leaks = runtime.italk("leaks");
          return leaks.exitCode() == 0 && leaks.output().startsWith("Nothing stayed in memory.");
        });

    // A restart is a new process with a new cache: what runs then is what lies in the folder.
    restart();
    sendsMarked("1.0.0 1.1.0 1.1.0 1.1.0");

    assertTrue(runtime.italk("rollback", "tally").output().startsWith("tally 1.0.0 is active"));
    assertRefuses(".*no version before this one is kept.*", runtime.italk("rollback", "tally"));
    assertRefuses(".*version 7 is not kept; kept are: .*", runtime.italk("rollback", "tally", "7"));
    Result versions = runtime.italk("versions", "tally");
    assertEquals(versions.output(), 0, versions.exitCode());
    assertTrue(
        versions.output(),
        versions.output().matches("(?s).*1\\.1\\.0 +undone .*\n1\\.0\\.0 +current .*"));
    restart();
    sendsMarked("1.0.0 1.1.0 1.1.0 1.1.0 1.0.0 1.0.0");
    assertEquals(0, runtime.italk("rollback", "tally", "1.1.0").exitCode());
    sendsMarked("1.0.0 1.1.0 1.1.0 1.1.0 1.0.0 1.0.0 1.1.0");

    assertMarks();

    assertRefuses(
        "Expected a jar; .*nothing\\.jar is not there\\.", there("update", "nothing.jar"));
    assertTrue(
        runtime.italk("operations").output(),
        runtime
            .italk("operations")
            .output()
            .matches("(?s).*rollback +tally +1\\.0\\.0 +1\\.1\\.0 +done .*install +tally.*"));
  }

  @Test
  public void aBadVersionInTheFolderIsUndoneThereAndAtARestart() throws Exception {
    Path place = runtime.extensions().resolve("tally.jar");
    Files.copy(jar("1.0.0"), place);
    start();
    sendsMarked("1.0.0");

    Moderated.drop(jar("1.2.0"), place);
    Path error = runtime.extensions().resolve("tally.jar.error");
    eventually(
        "the cause lies beside the jar",
        EFFECT,
        () -> Files.exists(error) && Files.readString(error).contains(CAUSE));
    assertTrue(
        Files.readString(error),
        Files.readString(error).contains("1.0.0, the version before, runs on."));
    Result operations = runtime.italk("operations");
    assertTrue(
        operations.output(),
        operations
            .output()
            .matches(
                "(?s)[^\n]*\n[^\n]*update +tally +1\\.0\\.0 +1\\.2\\.0 +rolled back[^\n]*"
                    + CAUSE
                    + ".*"));
    sendsMarked("1.0.0 1.0.0");

    restart();
    sendsMarked("1.0.0 1.0.0 1.0.0");
    assertMarks();
    assertTrue(extensions(), extensions().matches("(?s).*tally +1\\.0\\.0 +active.*"));
    assertTrue(
        "the start says so: " + runtime.log(),
        lastStart()
            .matches("(?s).*tally\\.jar is refused: .*" + CAUSE + ".* 1\\.0\\.0, .*runs on.*"));

    Moderated.drop(jar("1.1.0"), place);
    eventually(
        "a good one takes its place, and the error goes",
        EFFECT,
        () -> extensions().matches("(?s).*tally +1\\.1\\.0 +active.*") && !Files.exists(error));
  }

  private String lastStart() throws Exception {
    String log = runtime.log();
    return log.substring(log.lastIndexOf("The hot folder is "));
  }

  @Test
  public void aKillInTheMiddleOfUpdatesLeavesOneVersionAndEveryAcknowledgedMessage()
      throws Exception {
    Random random = new Random();
    start();
    assertEquals(0, there("update", name("1.0.0")).exitCode());
    for (int round = 0; round < ROUNDS; round++) {
      updatesUntilKilled(round, random.nextInt(600));
    }
  }

  private void updatesUntilKilled(int round, int millis) throws Exception {
    String text = "round" + round + "-";
    List<String> acknowledged = new ArrayList<>();
    try (PipedShell updates = new PipedShell(runtime.home(), jars);
        PipedShell chat = new PipedShell(runtime.home(), jars)) {
      Thread updating =
          new Thread(
              () -> {
                boolean alive = true;
                for (int i = 0; alive; i++) {
                  String line = "update " + name(i % 2 == 0 ? "1.1.0" : "1.0.0");
                  alive = updates.ask(line, "tally ").isPresent();
                }
              },
              "updating");
      Thread sending =
          new Thread(
              () -> {
                boolean alive = true;
                for (int i = 0; alive && i < MOST_MESSAGES_OF_A_ROUND; i++) {
                  String content = text + i + ".";
                  alive = chat.ask("send 1 everyone " + content, "sent ").isPresent();
                  if (alive) {
                    acknowledged.add(content);
                  }
                }
              },
              "sending");
      updating.start();
      assertTrue("updates go on", updates.awaitAnswer(Duration.ofSeconds(20)));
      sending.start();
      assertTrue("messages go on", chat.awaitAnswer(Duration.ofSeconds(20)));
      // Any moment will do: of an update, or between two.
      updating.join(millis + 1L);
      runtime.kill();
      updating.join();
      sending.join();
    }
    start();

    String bundles = runtime.italk("lb", "-s", BUNDLE).output();
    List<String> found = bundles.lines().filter(line -> line.contains(BUNDLE)).toList();
    assertEquals("one bundle is there:\n" + bundles, 1, found.size());
    assertTrue("and active: " + found, found.get(0).matches(".*Active.*1\\.[01]\\.0"));
    String history = runtime.italk("history", "everyone", "500").output();
    int at = 0;
    for (String content : acknowledged) {
      at = history.indexOf(content, at);
      assertTrue(content + " was acknowledged, and is in its place:\n" + history, at >= 0);
    }
    for (String line : history.lines().filter(each -> each.contains(text)).toList()) {
      assertTrue("a version has seen it: " + line, line.matches(".* \\[1\\.[01. ]+]"));
    }
  }

  private void start() throws Exception {
    runtime.start();
    assertEquals(0, runtime.italk("connect", "1", "Alice").exitCode());
  }

  private void restart() throws Exception {
    assertEquals(0, runtime.italk("restart").exitCode());
    assertEquals(0, runtime.italk("connect", "1", "Alice").exitCode());
  }

  private String extensions() throws Exception {
    return runtime.italk("extensions").output();
  }

  private static String name(String version) {
    return "tally-" + version + ".jar";
  }

  /** A command given in the folder of the new jars: their names are enough there. */
  private Result there(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(runtime.home().resolve("bin/italk").toString()));
    command.addAll(List.of(words));
    return InstalledRuntime.run(jars, command);
  }

  private void succeeds(String expected, String command, String version) throws Exception {
    Result result = there(command, name(version));
    assertEquals(result.output(), 0, result.exitCode());
    assertTrue(result.output(), result.output().strip().matches(expected));
  }

  private static void assertRefuses(String expected, Result result) {
    assertEquals(result.output(), 1, result.exitCode());
    assertTrue(result.output(), result.output().strip().matches(expected));
  }

  /** A message that is sent now is to be marked with these versions. */
  private void sendsMarked(String versions) throws Exception {
    Result sent = runtime.italk("send", "1", "everyone", "look");
    assertEquals(sent.output(), 0, sent.exitCode());
    expectedMarks.add("look [" + versions + "]");
  }

  private void assertMarks() throws Exception {
    String history = runtime.italk("history", "everyone").output();
    List<String> marked =
        history
            .lines()
            .filter(line -> line.contains("look "))
            .map(line -> line.substring(line.indexOf("look ")))
            .toList();
    assertEquals(expectedMarks, marked);
  }
}
