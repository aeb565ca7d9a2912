package italk.engine.shell;

import static italk.engine.shell.FakeConfiguration.change;
import static italk.engine.shell.FakeConfiguration.done;
import static italk.engine.shell.FakeConfiguration.finding;
import static italk.engine.shell.FakeConfiguration.not;
import static italk.engine.shell.FakeOperations.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.Finding.Severity;
import italk.engine.api.configuration.KeyChange;
import italk.engine.shell.text.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator types about config.json, and what is shown. */
class ConfigurationCommandsTest {

  @TempDir Path folder;
  private final ShellFixture shell = new ShellFixture();

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void whatIsInForceIsATableOfKeys() throws Exception {
    shell.configuration.values.put(
        "",
        "{\"extensions\":[\"welcome\",\"jwt\"],\"logging\":true,\"groups\":{},"
            + "\"welcome\":{\"message\":\"Hi, \\\"{name}\\\"\",\"delay_ms\":5},"
            + "\"jwt\":{\"key\":\"(secret)\"}}");

    assertThat(cells("config"))
        .containsExactly(
            "KEY|VALUE",
            "extensions|[\"welcome\",\"jwt\"]",
            "logging|true",
            "groups|{}",
            "welcome.message|\"Hi, \\\"{name}\\\"\"",
            "welcome.delay_ms|5",
            "jwt.key|\"(secret)\"");
  }

  @Test
  void whereNothingIsInForceThatIsSaid() throws Exception {
    assertThat(shell.run("config")).startsWith("Nothing is configured: no config.json is in force");
    assertThat(shell.run("config history")).isEqualTo("Nothing came into force yet.");
  }

  @Test
  void getShowsJson() throws Exception {
    shell.configuration.values.put("welcome.message", "\"Bonjour\u202e\"");

    assertThat(shell.run("config get welcome.message")).isEqualTo("\"Bonjour\\u202e\"");
    assertThatThrownBy(() -> shell.run("config get welcome.massage"))
        .isInstanceOf(CommandFailure.class)
        .hasToString(
            "\"welcome.massage\" is not given in the config.json in force: an option that isn't"
                + " has its default. See: config");
  }

  @Test
  void whatIsInForceIsOneLine() throws Exception {
    assertThat(shell.run("config set welcome.message Salut"))
        .isEqualTo("welcome.message: \"Bonjour\" -> \"Salut\"; in force.");
    shell.configuration.outcome =
        done(List.of(new KeyChange("a.b", Optional.of("1"), Optional.empty(), false)));
    assertThat(shell.run("config unset a.b")).isEqualTo("a.b: 1 -> (not given); in force.");

    assertThat(shell.configuration.asked)
        .containsExactly("set welcome.message=Salut by shell", "unset a.b by shell");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "\"Bonjour à tous\"   ~ Bonjour à tous",
        "5                    ~ 5",
        "007                  ~ 007",
        "1.10                 ~ 1.10",
        "1e5                  ~ 1e5",
        "12345678901234567890 ~ 12345678901234567890",
        "true                 ~ true",
        "null                 ~ null",
        "''                   ~ ``",
        "'[\"a\", \"b\"]'     ~ [\"a\", \"b\"]",
        "'\"5\"'              ~ \"5\"",
        "'$[env:HOME]'        ~ $[env:HOME]",
        "'a;b|c {d}'          ~ a;b|c {d}"
      })
  void aValueReachesTheEngineAsItIsWritten(String typed, String expected) throws Exception {
    shell.run("config set a.b " + typed);

    assertThat(shell.configuration.asked).containsExactly("set a.b=" + expected + " by shell");
  }

  @Test
  void severalChangesAreALineEach() throws Exception {
    shell.configuration.outcome = done(List.of(change("a", "1", "2"), change("b", "3", "4")));
    assertThat(shell.run("config undo")).isEqualTo("a: 1 -> 2\nb: 3 -> 4\nIn force.");
    shell.configuration.outcome = done(List.of());
    assertThat(shell.run("config UNDO")).isEqualTo("In force.");

    assertThat(shell.configuration.asked).containsExactly("undo by shell", "undo by shell");
  }

  @Test
  void aWarningIsShownAndNoFailure() throws Exception {
    shell.configuration.outcome =
        done(
            List.of(change("extensions", "[]", "[\"shout\"]")),
            finding(Severity.WARNING, "extensions", "shout is not installed"),
            finding(Severity.WARNING, "", "it is long"));

    assertThat(shell.run("enable shout"))
        .isEqualTo(
            """
            extensions: [] -> ["shout"]; in force.
            config.json:4:25: warning: extensions: shout is not installed
            config.json:4:25: warning: it is long""");
    assertThat(shell.configuration.asked).containsExactly("enable shout by shell");
  }

  @Test
  void whatIsSoAlreadyIsNoFailure() throws Exception {
    shell.configuration.outcome = not(Result.UNCHANGED, "");
    assertThat(shell.run("disable shout")).isEqualTo("Nothing to do: it is so already.");
    shell.configuration.outcome = not(Result.UNCHANGED, "there is nothing before it.");
    assertThat(shell.run("config undo")).isEqualTo("Nothing to do: there is nothing before it.");
  }

  @Test
  void aRefusalIsAFailureWithItsFindings() {
    shell.configuration.outcome =
        not(
            Result.REFUSED,
            "config.json would be wrong.",
            finding(Severity.ERROR, "shout.sufix", "unknown option.\nMeant: suffix?"),
            finding(Severity.WARNING, "old", "has no owner"));

    assertThatThrownBy(() -> shell.run("config set shout.sufix !"))
        .isInstanceOf(CommandFailure.class)
        .hasToString(
            """
            Refused, nothing was written: config.json would be wrong.
            config.json:4:25: shout.sufix: unknown option.\\nMeant: suffix?
            config.json:4:25: warning: old: has no owner""");
  }

  @Test
  void whatFailsOrIsOpenSaysHowThingsStand() {
    shell.configuration.outcome = not(Result.FAILED, "No space left on device\u001b[2J");
    assertThatThrownBy(() -> shell.run("config undo"))
        .hasToString("Failed, the file is as it was: No space left on device\\u001b[2J");

    shell.configuration.outcome =
        new ConfigurationOutcome(Result.PENDING, "", List.of(), List.of(change("a", "1", "2")));
    assertThatThrownBy(() -> shell.run("config undo"))
        .hasToString(
            """
            Not in force yet: taking it over goes on.
            What comes of it: config history, and the log
            a: 1 -> 2""");
  }

  @Test
  void historySaysWhenWhoAndWhat() throws Exception {
    shell.configuration.versions.add(
        new ConfigurationVersion(
            13, NOON, "anna", OptionalLong.of(11), List.of(change("a", "2", "\"\u0007\""))));
    shell.configuration.versions.add(
        new ConfigurationVersion(
            12,
            NOON,
            "file",
            OptionalLong.empty(),
            List.of(change("a", "1", "2"), change("b", "3", "4"))));
    shell.configuration.versions.add(
        new ConfigurationVersion(11, NOON, "Config Admin", OptionalLong.empty(), List.of()));

    String noon = Printable.time(NOON);
    assertThat(cells("config history"))
        .containsExactly(
            "NUMBER|WHEN|WHO|CHANGE",
            "13|" + noon + "|anna|undo: as 11 was",
            "a: 2 -> \"\\u0007\"",
            "12|" + noon + "|file|a: 1 -> 2",
            "b: 3 -> 4",
            "11|" + noon + "|Config Admin|no value");
  }

  @Test
  void theSchemaIsWhereConfigJsonSays() throws Exception {
    assertThatThrownBy(() -> shell.run("config schema"))
        .hasToString("/srv/italk/config.json names no schema: it has no key \"$schema\".");
    shell.configuration.values.put("$schema", "\"./config.schema.json\"");
    assertThat(shell.run("config schema")).isEqualTo("/srv/italk/config.schema.json");
    shell.configuration.values.put("$schema", "\"https://example.org/s.json\"");
    assertThat(shell.run("config schema")).isEqualTo("https://example.org/s.json");
  }

  @Test
  void aFileIsCheckedFromTheShellsFolder() throws Exception {
    Path file = Files.createFile(folder.resolve("new.json"));
    shell.enter(folder);
    assertThat(shell.run("config check new.json")).isEqualTo(file + " would be taken over.");
    shell.configuration.preview =
        new ConfigurationPreview(
            List.of(finding(Severity.WARNING, "old", "has no owner")), List.of(), List.of());
    assertThat(shell.run("config check new.json"))
        .isEqualTo(
            "config.json:4:25: warning: old: has no owner\n" + file + " would be taken over.");
    shell.configuration.preview =
        new ConfigurationPreview(
            List.of(finding(Severity.ERROR, "shout.sufix", "unknown\u001b")), List.of(), List.of());

    assertThatThrownBy(() -> shell.run("config check new.json"))
        .isInstanceOf(CommandFailure.class)
        .hasToString("config.json:4:25: shout.sufix: unknown\\u001b");
    assertThatThrownBy(() -> shell.run("config diff new.json"))
        .hasToString("config.json:4:25: shout.sufix: unknown\\u001b");
    assertThatThrownBy(() -> shell.run("config check nothing.json"))
        .hasToString("Expected a file; " + folder.resolve("nothing.json") + " is not there.");
    assertThat(shell.configuration.asked).hasSize(4).containsOnly("preview " + file);
  }

  @Test
  void aDifferenceIsALineEachWithWhatBecomesOfComponents() throws Exception {
    assertThat(shell.run("config diff"))
        .isEqualTo("/srv/italk/config.json means the same as what is in force.");
    shell.configuration.preview =
        new ConfigurationPreview(
            List.of(),
            List.of("a.b: 1 -> 2"),
            List.of("italk.extension.a is modified, without a restart"));
    assertThat(shell.run("config diff"))
        .isEqualTo("a.b: 1 -> 2\nitalk.extension.a is modified, without a restart");
    assertThat(shell.configuration.asked).containsOnly("preview /srv/italk/config.json");
  }

  @Test
  void migrateIsAChange() throws Exception {
    shell.configuration.outcome =
        new ConfigurationOutcome(
            Result.DONE,
            "welcome_message: is welcome.message now.\nold_\u001b: is gone.",
            List.of(),
            List.of());

    assertThat(shell.run("config migrate"))
        .isEqualTo("welcome_message: is welcome.message now.\nold_\\u001b: is gone.\nIn force.");

    assertThat(shell.configuration.asked).containsExactly("migrate by shell");
  }

  @Test
  void orderTakesAnyNumberOfNames() throws Exception {
    shell.run("order jwt");
    shell.run("order jwt 007 1.10");
    assertThatThrownBy(() -> shell.run("order"))
        .hasToString("Wrong arguments for order. Usage:\n  order <NAME…>");

    assertThat(shell.configuration.asked)
        .containsExactly("order [jwt] by shell", "order [jwt, 007, 1.10] by shell");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set a.b", "set a.b x y", "get", "unset", "undo 3", "history now"})
  void wrongWordsAreAnsweredByTheActionsUsage(String words) {
    String action = words.split(" ")[0];

    assertThatThrownBy(() -> shell.run("config " + words))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(
            "Wrong arguments for config " + action + ". Usage:\n  config " + action)
        .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(2));
    assertThat(shell.configuration.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frob", "class", "told", "all", "hashCode", "''", "'get <PATH>'"})
  void whatIsNoActionIsAnsweredByAllOfThem(String action) {
    assertThatThrownBy(() -> shell.run("config " + action))
        .hasMessageStartingWith("config knows no \"")
        .hasMessageEndingWith(
            """
            Usage:
              config check <FILE>
              config diff
              config diff <FILE>
              config get <PATH>
              config history
              config migrate
              config schema
              config set <PATH> <VALUE>
              config undo
              config unset <PATH>""");
  }

  @Test
  void theyDescribeThemselves() throws Exception {
    assertThat(cells("commands"))
        .contains(
            "config|lists what config.json in force says; what it does not give has its default",
            "config get <PATH>|shows the value of an option, or a whole section, as JSON",
            "config set <PATH> <VALUE>|gives an option a value: JSON, such as 5, true or"
                + " '[\"a\"]'; what is no JSON is a text")
        .anyMatch(line -> line.startsWith("enable <NAME>|"))
        .anyMatch(line -> line.startsWith("disable <NAME>|"))
        .anyMatch(line -> line.startsWith("order <NAME…>|"))
        .noneMatch(line -> line.startsWith("config <ACTION>"));
  }

  private List<String> cells(String line) throws Exception {
    return shell.run(line).lines().map(each -> each.strip().replaceAll(" {2,}", "|")).toList();
  }
}
