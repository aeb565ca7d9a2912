package italk.engine.shell;

import static italk.engine.shell.FakeOperations.NOON;
import static italk.engine.shell.FakeOperations.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Leak;
import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types to change extensions, and what is shown. */
class OperationCommandsTest {

  private static final String NOON_HERE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
          .format(NOON.atZone(ZoneId.systemDefault()));

  @TempDir Path folder;
  private Path jar;
  private final ShellFixture shell = new ShellFixture();

  @BeforeEach
  void prepare() throws IOException {
    jar = Files.createFile(folder.resolve("moderator.jar"));
    shell.enter(folder);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void anUpdateThatIsDoneIsOneLine() throws Exception {
    assertThat(shell.run("update moderator.jar"))
        .isEqualTo("moderator 1.1.0 is active (it was 1.0.0); messages were held for 23 ms.");
    assertThat(shell.operations.asked).containsExactly("update " + jar);
  }

  @Test
  void aVersionWithOtherBytesIsNotTakenForTheSame() throws Exception {
    shell.operations.outcome =
        outcome(
            Kind.UPDATE, Result.DONE, "moderator", Optional.of("1.0.0"), Optional.of("1.0.0"), "");

    assertThat(shell.run("update moderator.jar"))
        .isEqualTo(
            "moderator 1.0.0 is active (it was 1.0.0, other bytes);"
                + " messages were held for 23 ms.");
  }

  @Test
  void whatRunsAlreadyIsNoFailure() throws Exception {
    shell.operations.outcome = outcome(Kind.UPDATE, Result.UNCHANGED, "");

    assertThat(shell.run("update moderator.jar"))
        .isEqualTo("moderator 1.1.0 runs already: nothing to do.");
  }

  @Test
  void aNewExtensionThatIsEnabledIsActive() throws Exception {
    shell.operations.outcome = installed("moderator");
    shell.extensions.add(status("moderator", ExtensionStatus.State.ACTIVE));

    assertThat(shell.run("update moderator.jar"))
        .isEqualTo("moderator 1.1.0 is active (it is new); messages were held for 23 ms.");
  }

  @Test
  void aNewExtensionThatIsNotEnabledSaysHowItWouldBe() throws Exception {
    shell.operations.outcome = installed("moderator");
    shell.extensions.add(status("moderator", ExtensionStatus.State.INSTALLED));

    assertThat(shell.run("update moderator.jar"))
        .isEqualTo(
            "moderator 1.1.0 is installed (it is new), but not enabled: nothing of it is called."
                + " To enable it: enable moderator");
  }

  @Test
  void withoutTheEnginesRegisterAnUpdateStillSaysWhatCameOfIt() throws Exception {
    shell.extensions.add(status("moderator", ExtensionStatus.State.INSTALLED));
    assertThat(shell.run("update moderator.jar")).contains("not enabled");
    shell.forgetExtensions();

    assertThat(shell.run("update moderator.jar")).startsWith("moderator 1.1.0 is active");
  }

  @Test
  void aRollbackByTheEngineIsAFailureWithItsCause() {
    shell.operations.outcome =
        outcome(Kind.UPDATE, Result.ROLLED_BACK, "its activation took longer than 3 s");

    assertThatThrownBy(() -> shell.run("update moderator.jar"))
        .isInstanceOf(CommandFailure.class)
        .hasToString(
            "moderator 1.1.0 was rolled back: its activation took longer than 3 s."
                + " 1.0.0 is active again; messages were held for 3.1 s.");
  }

  @Test
  void aRefusalAndAFailureSayHowThingsStand() {
    shell.operations.outcome =
        outcome(
            Kind.INSTALL,
            Result.REFUSED,
            "notes.jar",
            Optional.empty(),
            Optional.empty(),
            "it is no bundle.");
    assertThatThrownBy(() -> shell.run("update moderator.jar"))
        .hasToString("notes.jar was refused, nothing was changed: it is no bundle.");

    shell.operations.outcome = outcome(Kind.UPDATE, Result.FAILED, "it threw");
    assertThatThrownBy(() -> shell.run("update moderator.jar"))
        .hasToString(
            "moderator 1.1.0 failed: it threw. 1.0.0 did not come back."
                + " See: extensions moderator");
  }

  @Test
  void whatStandsInAJarCannotDriveTheTerminal() throws Exception {
    shell.operations.outcome =
        outcome(
            Kind.UPDATE,
            Result.ROLLED_BACK,
            "mod\u001b[2J",
            Optional.of("1\u202e"),
            Optional.of("2\n"),
            "bad\nfake: line\u0007");

    assertThatThrownBy(() -> shell.run("update moderator.jar"))
        .hasToString(
            "mod\\u001b[2J 2\\n was rolled back: bad\\nfake: line\\u0007."
                + " 1\\u202e is active again; messages were held for 3.1 s.");
    shell.operations.plan = FakeOperations.planOf(jar, List.of("\u001b[31mno"));
    assertThat(shell.run("plan moderator.jar"))
        .contains("  - \\u001b[31mno")
        .doesNotContain("\u001b");
  }

  @Test
  void aPathIsMeantFromTheShellsFolder() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("with blanks/été"));
    Path other = Files.createFile(deep.resolve("new version.jar"));
    shell.run("update ./moderator.jar");
    shell.run("update " + jar);
    shell.run("plan 'with blanks/été/new version.jar'");
    shell.enter(deep);
    shell.run("update \"new version.jar\"");
    shell.run("update ../../moderator.jar");

    assertThat(shell.operations.asked)
        .containsExactly(
            "update " + jar,
            "update " + jar,
            "plan " + other,
            "update " + other,
            "update " + deep.resolve("../../moderator.jar"));
  }

  @Test
  void aFileThatCanNotBeReadIsNamedInFull() throws Exception {
    Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));

    assertThatThrownBy(() -> shell.run("update nothing.jar"))
        .hasToString("Expected a jar; " + folder.resolve("nothing.jar") + " is not there.");
    assertThatThrownBy(() -> shell.run("plan ."))
        .hasToString("Expected a jar; " + folder + " is a folder.");
    assertThatThrownBy(() -> shell.run("update loop"))
        .hasMessageStartingWith("Expected a jar; " + folder.resolve("loop") + " can't be read: ");
    assertThatThrownBy(() -> shell.run("update moderator.jar/x"))
        .hasMessageStartingWith("Expected a jar; " + jar.resolve("x") + " can't be read: Not a");
    assertThatThrownBy(() -> shell.run("update /dev/null"))
        .hasToString("Expected a jar; /dev/null is no plain file.");
    assertThat(shell.operations.asked).isEmpty();
  }

  @Test
  void aPlanSaysWhatWouldHappen() throws Exception {
    shell.operations.plan =
        new Plan(
            jar,
            Optional.of("com.example.moderator"),
            Optional.of("moderator"),
            Optional.of("1.0.0"),
            Optional.of("1.1.0"),
            List.of("italk.engine.api [1.0,2)"),
            List.of(
                new Plan.Step(Plan.Action.INSTALL, "com.example.moderator 1.1.0"),
                new Plan.Step(Plan.Action.REFRESH, "com.example.words 2.0.0")),
            List.of(
                new OptionChange(
                    OptionChange.Kind.INVALID, "strict", "expected a Boolean, found \"maybe\""),
                new OptionChange(OptionChange.Kind.GONE, "max_caps", "Integer")),
            List.of("the option strict is wrong"),
            List.of("it is not signed"));

    assertThat(shell.run("plan moderator.jar"))
        .isEqualTo(
            """
            moderator 1.0.0 -> 1.1.0
            file       %s
            bundle     com.example.moderator
            built for  italk.engine.api [1.0,2)

            ACTION   BUNDLE
            install  com.example.moderator 1.1.0
            refresh  com.example.words 2.0.0

            OPTION    CHANGE   DETAIL
            strict    invalid  expected a Boolean, found "maybe"
            max_caps  gone     Integer

            Mind:
              - it is not signed

            It can't be put in:
              - the option strict is wrong
            """
                .formatted(jar));
  }

  @Test
  void aPlanForWhatIsNewAndForWhatIsNoBundle() throws Exception {
    shell.operations.plan = bare(Optional.of("com.example.words"), Optional.of("2.0.0"), List.of());
    assertThat(shell.run("plan moderator.jar").lines())
        .startsWith("com.example.words 2.0.0 (new)")
        .endsWith("Nothing is known that speaks against it.");

    shell.operations.plan = bare(Optional.empty(), Optional.empty(), List.of("no manifest"));
    assertThat(shell.run("plan moderator.jar").lines())
        .startsWith("moderator.jar is no bundle")
        .endsWith("It can't be put in:", "  - no manifest");
  }

  private Plan bare(Optional<String> bundle, Optional<String> version, List<String> obstacles) {
    return new Plan(
        jar,
        bundle,
        Optional.empty(),
        Optional.empty(),
        version,
        List.of(),
        List.of(),
        List.of(),
        obstacles,
        List.of());
  }

  @Test
  void rollbackTakesAVersionToTheLetter() throws Exception {
    shell.operations.outcome =
        outcome(
            Kind.ROLLBACK, Result.DONE, "moderator", Optional.of("1.1"), Optional.of("1.10"), "");
    assertThat(shell.run("rollback moderator"))
        .isEqualTo("moderator 1.10 is active (it was 1.1); messages were held for 23 ms.");
    shell.run("rollback moderator 1.10");
    shell.run("rollback moderator 1.0.0");

    assertThat(shell.operations.asked)
        .containsExactly(
            "rollback moderator", "rollback moderator 1.10", "rollback moderator 1.0.0");
  }

  @Test
  void versionsAreListedAndAnUnknownNameFails() throws Exception {
    assertThatThrownBy(() -> shell.run("versions moderatr"))
        .hasToString("No version of \"moderatr\" is kept. See: extensions, operations");
    shell.operations.kept.add(
        new KeptVersion("1.1.0", KeptVersion.State.CURRENT, NOON, "0123456789abcdef"));
    shell.operations.kept.add(new KeptVersion("1.0.0", KeptVersion.State.BEFORE, NOON, "fedc"));

    assertThat(shell.run("versions moderator").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "VERSION|STATE|SINCE|DIGEST",
            "1.1.0|current|" + NOON_HERE + "|0123456789ab",
            "1.0.0|before|" + NOON_HERE + "|fedc");
  }

  @Test
  void operationsAreListed() throws Exception {
    assertThat(shell.run("operations")).isEqualTo("Nothing was done lately.");
    shell.operations.recent.add(outcome(Kind.UPDATE, Result.ROLLED_BACK, "it threw\nat x"));
    shell.operations.recent.add(installed("welcome"));

    assertThat(shell.run("operations").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "WHEN|WHAT|EXTENSION|FROM|TO|RESULT|HELD|CAUSE",
            NOON_HERE + "|update|moderator|1.0.0|1.1.0|rolled back|3.1 s|it threw\\nat x",
            NOON_HERE + "|install|welcome|-|1.1.0|done|23 ms");
  }

  @Test
  void leaksNameEverybodyWhoHolds() throws Exception {
    assertThat(shell.run("leaks")).isEqualTo("Nothing stayed in memory.");
    shell.operations.leaks.add(
        new Leak("com.example.moderator", "1.0.0", NOON, List.of("thread \"poller\"", "a timer")));
    shell.operations.leaks.add(new Leak("welcome", "0.1.0", NOON, List.of()));

    assertThat(shell.run("leaks").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "BUNDLE|VERSION|SINCE|HELD BY",
            "com.example.moderator|1.0.0|" + NOON_HERE + "|thread \"poller\"",
            "|a timer",
            "welcome|0.1.0|" + NOON_HERE + "|nobody was found");
  }

  @Test
  void theyDescribeThemselves() throws Exception {
    assertThat(shell.run("commands").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "plan <JAR>|shows what update would do with a jar, and changes nothing",
            "rollback <NAME>|goes back to the version that ran before",
            "rollback <NAME> <VERSION>|goes to a version that is kept, back or forward;"
                + " see versions")
        .anyMatch(line -> line.startsWith("update <JAR>|"))
        .anyMatch(line -> line.startsWith("versions <NAME>|"))
        .anyMatch(line -> line.startsWith("operations|"))
        .anyMatch(line -> line.startsWith("leaks|"));
  }

  private static italk.engine.api.operation.Outcome installed(String name) {
    return outcome(Kind.INSTALL, Result.DONE, name, Optional.empty(), Optional.of("1.1.0"), "");
  }

  private static ExtensionStatus status(String name, ExtensionStatus.State state) {
    return new ExtensionStatus(
        name,
        Optional.of("1.1.0"),
        42,
        state,
        state == ExtensionStatus.State.INSTALLED ? 0 : 1,
        List.of(),
        FailurePolicy.REJECT,
        Duration.ofSeconds(1),
        "",
        0,
        0,
        0);
  }
}
