package italk.engine.shell.client;

import static italk.engine.shell.FakeConfiguration.finding;
import static italk.engine.shell.FakeConfiguration.not;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.Finding.Severity;
import italk.engine.shell.ShellFixture;
import italk.engine.shell.door.OpenDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changing config.json through the client: whose command, who did it, what exit code. */
@Timeout(60)
class ConfigurationMainTest {

  @TempDir Path folder;
  private Path socket;
  private final ShellFixture shell = new ShellFixture();
  private final ScrCommands scr = new ScrCommands();
  private OpenDoor door;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** As the commands of Declarative Services, which have the same names. */
  public static final class ScrCommands {
    private final List<String> enabled = new ArrayList<>();

    public void config() {
      throw new AssertionError("Nobody asked for scr:config");
    }

    public void enable(String component) {
      enabled.add(component);
    }
  }

  @BeforeEach
  void open() throws Exception {
    socket = folder.resolve("run/s");
    shell.processor.addCommand("a", scr, "config");
    shell.processor.addCommand("a", scr, "enable");
    shell.processor.addCommand("scr", scr, "enable");
    door = OpenDoor.at(socket, shell.processor);
  }

  @AfterEach
  void close() {
    door.close();
    shell.close();
  }

  @Test
  void whatIsInForceExitsWith0AndIsTheClientsUsers() {
    assertThat(run("config", "set", "welcome.message", "Salut à tous; $x 'y' \"z\"")).isZero();
    assertThat(lines("config set a.b '5 6'\n")).isZero();

    String user = System.getProperty("user.name");
    assertThat(shell.configuration.asked)
        .containsExactly(
            "set welcome.message=Salut à tous; $x 'y' \"z\" by " + user, "set a.b=5 6 by " + user);
    assertThat(out()).startsWith("welcome.message: \"Bonjour\" -> \"Salut\"; in force.\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void aRefusalExitsWith1AndSaysEveryFindingOnALineOfItsOwn() {
    shell.configuration.outcome =
        not(
            Result.REFUSED,
            "config.json would be wrong.",
            finding(Severity.ERROR, "shout.sufix", "unknown option\n"),
            finding(Severity.ERROR, "", "too long"));

    assertThat(run("config", "set", "shout.sufix", "!")).isEqualTo(ExitCode.FAILED);
    assertThat(out()).isEmpty();
    assertThat(err())
        .isEqualTo(
            """
            Refused, nothing was written: config.json would be wrong.
            config.json:4:25: shout.sufix: unknown option\\n
            config.json:4:25: too long
            """);
  }

  @Test
  void theOtherEndsOfAChange() {
    shell.configuration.outcome = not(Result.UNCHANGED, "");
    assertThat(run("enable", "welcome")).isZero();
    shell.configuration.outcome = not(Result.FAILED, "disk full");
    assertThat(run("disable", "welcome")).isEqualTo(ExitCode.FAILED);
    shell.configuration.outcome = not(Result.PENDING, "");
    assertThat(run("config", "undo")).isEqualTo(ExitCode.FAILED);
    assertThat(run("config", "get", "nothing")).isEqualTo(ExitCode.FAILED);
    assertThat(run("config")).isZero();
    assertThat(run("config", "history")).isZero();
  }

  @Test
  void aFileThatWouldBeRefusedExitsWith1AndOneThatWouldNotWith0() throws Exception {
    Path file = Files.createFile(folder.resolve("new.json"));
    assertThat(run("config", "check", file.toString())).isZero();
    assertThat(run("config", "diff", file.toString())).isZero();
    assertThat(run("config", "diff")).isZero();
    assertThat(err()).isEmpty();

    shell.configuration.preview =
        new ConfigurationPreview(
            List.of(finding(Severity.ERROR, "shout.sufix", "unknown option")),
            List.of(),
            List.of());
    assertThat(run("config", "check", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(run("config", "diff")).isEqualTo(ExitCode.FAILED);
    assertThat(err().lines())
        .hasSize(2)
        .containsOnly("config.json:4:25: shout.sufix: unknown option");
  }

  @Test
  void wrongWordsExitWith2() {
    assertThat(run("config", "set", "a.b")).isEqualTo(ExitCode.USAGE);
    assertThat(run("config", "sett", "a.b", "c")).isEqualTo(ExitCode.USAGE);
    assertThat(run("order")).isEqualTo(ExitCode.USAGE);
    assertThat(run("disable")).isEqualTo(ExitCode.USAGE);

    assertThat(err().lines())
        .startsWith("Wrong arguments for config set. Usage:", "  config set <PATH> <VALUE>")
        .contains("config knows no \"sett\". Usage:", "  order <NAME…>", "  disable <NAME>")
        .allMatch(line -> line.matches("( {2}|Wrong arguments for |config knows no ).*"));
    assertThat(shell.configuration.asked).isEmpty();
  }

  @Test
  void ofTwoCommandsOfOneNameTheEnginesIsCalled() {
    assertThat(run("enable", "welcome")).isZero();
    assertThat(run("config")).isZero();
    assertThat(scr.enabled).isEmpty();

    assertThat(run("scr:enable", "x")).isZero();
    assertThat(scr.enabled).containsExactly("x");
  }

  private int run(String... words) {
    List<String> args = new ArrayList<>(List.of("--socket", socket.toString(), "--"));
    args.addAll(List.of(words));
    return client("").run(args.toArray(String[]::new));
  }

  private int lines(String text) {
    return client(text).run("--socket", socket.toString(), "--interactive");
  }

  private Main client(String in) {
    return new Main(
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
