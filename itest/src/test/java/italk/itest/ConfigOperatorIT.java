package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/**
 * The configuration as an operator has it, by {@code bin/italk}: what is printed, the exit codes,
 * what becomes of the file to the byte, and that a restart keeps it.
 */
public class ConfigOperatorIT {

  private static final Duration EFFECT = Duration.ofSeconds(5);

  // As nobody else would write it: that is what has to stay.
  private static final String FILE =
      """
      {
          "extensions" : [ "welcome", "message_rate_limiter" ],
          "from_elsewhere": {"kept": [1,  2]},

          "welcome": { "message" : "Bonjour" },
          "message_rate_limiter": {
              "burst":5
          }
      }
      """
          .replace("\n", "\r\n");

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
  public void aChangeIsAnEditOfTheFileWithAHistoryAndAWayBack() throws Exception {
    runtime.configure(FILE);
    runtime.start();

    succeeds(
        "(?s)welcome\\.message: \"Bonjour\" -> \"Salut à tous\"; in force\\.\n"
            + "config\\.json:3:5: warning: from_elsewhere: .*",
        "set",
        "welcome.message",
        "Salut à tous");
    String changed = FILE.replace("Bonjour", "Salut à tous");
    assertFile(changed);
    succeeds("\"Salut à tous\"", "get", "welcome.message");
    assertTrue(italk("config").output().contains("Salut à tous"));
    assertFalse("may be a secret", italk("config").output().contains("[1"));
    greets("Salut à tous");

    succeeds(
        "(?s)message_rate_limiter\\.burst: 5 -> \\(not given\\); in force\\..*",
        "unset",
        "message_rate_limiter.burst");
    refuses(
        "\"message_rate_limiter\\.burst\" is not given in .*", "get", "message_rate_limiter.burst");
    refuses(
        "(?s)Refused, nothing was written: .*\nconfig\\.json:5:\\d+: welcome\\.mesage: unknown"
            + " option\\. Did you mean \"message\"\\?.*",
        "set",
        "welcome.mesage",
        "x");
    assertEquals(2, italk("config", "set", "welcome.message").exitCode());
    succeeds("(?s)message_rate_limiter\\.burst: \\(not given\\) -> 5.*", "undo");
    assertFile(changed);

    done("disable", "welcome");
    extensionIs("welcome", "installed");
    done("enable", "welcome");
    extensionIs("welcome", "active");
    done("order", "welcome");
    assertFile(changed);
    Result misspelt = italk("enable", "advanced_loging");
    assertEquals(misspelt.output(), 0, misspelt.exitCode());
    assertTrue(misspelt.output(), misspelt.output().contains("Did you mean \"advanced_logging\"?"));
    done("disable", "advanced_loging");

    assertTrue(
        italk("config", "history").output(),
        italk("config", "history")
            .output()
            .matches(
                "(?s)NUMBER +WHEN +WHO +CHANGE\n.*\n4 .*undo: as 2 was\n.*\n2 .*"
                    + System.getProperty("user.name")
                    + " +welcome\\.message: \"Bonjour\" -> \"Salut à tous\"\n1 .* file .*"));
    restart();
    assertFile(changed);
    succeeds("\"Salut à tous\"", "get", "welcome.message");
    greets("Salut à tous");
    done("config", "undo");
    assertTrue(file().contains("advanced_loging"));
  }

  @Test
  public void aFileIsCheckedAndComparedBeforeItIsDeployed() throws Exception {
    runtime.configure(FILE);
    runtime.start();
    Path next = runtime.home().resolve("next.json");
    Files.writeString(
        next, FILE.replace("Bonjour", "Salut").replace("\"welcome\",", "").replace(":5", ":7"));

    succeeds("(?s).*next\\.json would be taken over\\.", "check", "next.json");
    String compared = italk("config", "diff", "next.json").output();
    for (String line :
        new String[] {
          "welcome: disabled, was number 1 of 2",
          "welcome.message: \"Bonjour\" -> \"Salut\"",
          "message_rate_limiter.burst: 5 -> 7",
          "italk.extension.message_rate_limiter is modified, without a restart",
          "italk.extension.welcome is deactivated",
        }) {
      assertTrue(line + " is in:\n" + compared, compared.lines().anyMatch(line::equals));
    }
    succeeds("(?s).*config\\.json means the same as what is in force\\..*", "diff");

    Files.writeString(
        next, FILE.replace("burst", "brust").replace("Bonjour\"", "Bonjour\", \"n\": 1"));
    String wrong =
        "(?s)next\\.json:5:\\d+: welcome\\.n: unknown option\\..*"
            + "\nnext\\.json:7:9: message_rate_limiter\\.brust: unknown option\\. Did you mean"
            + " \"burst\"\\?.*";
    refuses(wrong, "check", "next.json");
    refuses(wrong, "diff", "next.json");
    refuses("Expected a file; .*nothing\\.json is not there\\.", "check", "nothing.json");
    assertFile(FILE);
    succeeds("\"Bonjour\"", "get", "welcome.message");

    // Saved in spite of it: it is not in force, and the way back is one command.
    Files.move(next, config(), StandardCopyOption.REPLACE_EXISTING);
    runtime.awaitLog("message_rate_limiter.brust");
    refuses("(?s)config\\.json:5:\\d+: welcome\\.n: .*", "diff");
    succeeds("(?s).*what is in force was written back.*refused\\.json.*", "undo");
    assertFile(FILE);
  }

  @Test
  public void theOriginalsFileIsMigratedAndHasASchema() throws Exception {
    try (var original = ConfigOperatorIT.class.getResourceAsStream("/original/config.json")) {
      Files.copy(original, config(), StandardCopyOption.REPLACE_EXISTING);
    }
    String before = file();
    Path schema = runtime.home().resolve("config.schema.json");
    assertFalse("it is made, not shipped", Files.exists(schema));
    runtime.start();
    eventually("the schema is written", EFFECT, () -> Files.exists(schema));
    assertTrue(Files.readString(schema).contains("\"message_rate_limiter\""));
    refuses(".*names no schema.*", "schema");
    done("config", "set", "$schema", "./config.schema.json");
    succeeds(schema.toString(), "schema");
    done("config", "undo");
    assertFile(before);

    succeeds(
        "(?s)advanced_log_file: is advanced_logging\\.file now\\.\n.*"
            + "welcome_message: is welcome\\.message now\\.\nIn force\\..*",
        "migrate");
    String migrated = file();
    assertFalse(migrated, migrated.contains("welcome_message"));
    assertTrue(migrated, migrated.startsWith("{\n  \"logging\": true,\n  \"extensions\": [\n"));
    assertTrue(migrated, migrated.contains("\n    \"message\": \"Bienvenue sur le serveur !\"\n"));
    succeeds("(?s)Nothing to do: it is so already\\..*", "migrate");
    greets("Bienvenue sur le serveur !");
    restart();
    assertFile(migrated);
    succeeds("\"INFO\"", "get", "advanced_logging.level");
    done("config", "undo");
    assertFile(before);
  }

  // ----------------------------------------------------------------------------------------------

  private Path config() {
    return runtime.home().resolve("config.json");
  }

  private String file() throws Exception {
    return Files.readString(config());
  }

  private void assertFile(String expected) throws Exception {
    assertEquals(expected, file());
  }

  private Result italk(String... words) throws Exception {
    return runtime.italk(words);
  }

  private void done(String... words) throws Exception {
    Result result = italk(words);
    assertEquals(result.output(), 0, result.exitCode());
    assertTrue(result.output(), result.output().toLowerCase().contains("in force."));
  }

  private void succeeds(String expected, String... words) throws Exception {
    config(0, expected, words);
  }

  private void refuses(String expected, String... words) throws Exception {
    config(1, expected, words);
  }

  private void config(int exitCode, String expected, String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "config";
    System.arraycopy(words, 0, command, 1, words.length);
    Result result = italk(command);
    assertEquals(result.output(), exitCode, result.exitCode());
    assertTrue(result.output(), result.output().strip().matches(expected));
  }

  private void restart() throws Exception {
    assertEquals(0, italk("restart").exitCode());
  }

  /** Whoever connects now reads this. */
  private void greets(String text) throws Exception {
    String user = "user" + System.nanoTime();
    assertEquals(0, italk("connect", user, user).exitCode());
    eventually(
        text + " is what is greeted with",
        EFFECT,
        () -> italk("inbox", user).output().contains(text));
  }

  private void extensionIs(String name, String state) {
    eventually(
        name + " is " + state,
        EFFECT,
        () -> italk("extensions").output().matches("(?s).*" + name + " +\\S+ +" + state + " .*"));
  }
}
