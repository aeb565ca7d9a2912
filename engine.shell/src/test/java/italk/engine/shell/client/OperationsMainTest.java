package italk.engine.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Outcome;
import italk.engine.shell.FakeOperations;
import italk.engine.shell.ShellFixture;
import italk.engine.shell.door.OpenDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations on extensions through the client: whose command, which file, what exit code. */
@Timeout(60)
class OperationsMainTest {

  @TempDir Path folder;
  private Path socket;
  private Path here;
  private Path jar;
  private final ShellFixture shell = new ShellFixture();
  private final FelixCommands felix = new FelixCommands();
  private OpenDoor door;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** As the framework's commands, one of the same name among them. */
  public static final class FelixCommands {
    private final List<Long> updated = new ArrayList<>();

    public void update(long bundle) {
      updated.add(bundle);
    }
  }

  @BeforeEach
  void open() throws Exception {
    socket = folder.resolve("run/s");
    here = Files.createDirectories(folder.resolve("a folder of été"));
    jar = Files.createFile(here.resolve("moderator.jar"));
    shell.processor.addCommand("felix", felix, "update");
    shell.processor.addCommand("a", felix, "update");
    door = OpenDoor.at(socket, shell.processor);
  }

  @AfterEach
  void close() {
    door.close();
    shell.close();
  }

  @Test
  void aRelativePathIsMeantFromTheClientsFolder() {
    assertThat(run("update", "moderator.jar")).isZero();
    assertThat(run("plan", "./moderator.jar")).isZero();
    assertThat(lines("update moderator.jar\nplan 'moderator.jar'\n")).isZero();

    assertThat(shell.operations.asked)
        .containsExactly("update " + jar, "plan " + jar, "update " + jar, "plan " + jar);
  }

  @Test
  void atAPromptItIsMeantFromWhereCdLed() throws Exception {
    Path deep = Files.createDirectory(here.resolve("new ones"));
    Path other = Files.createFile(deep.resolve("other.jar"));
    assertThat(lines("cd 'new ones'\ncd\nupdate other.jar\ncd ..\nupdate moderator.jar\n"))
        .isZero();

    assertThat(shell.operations.asked).containsExactly("update " + other, "update " + jar);
    assertThat(out()).startsWith(deep + "\nmoderator 1.1.0 is active");
    assertThat(lines("cd nowhere")).isEqualTo(ExitCode.FAILED);
    assertThat(lines("cd moderator.jar")).isEqualTo(ExitCode.FAILED);
    assertThat(err())
        .isEqualTo(
            "Expected a folder; %s/nowhere is not there.\nExpected a folder; %s is none.\n"
                .formatted(here, jar));
  }

  @Test
  void felixsOwnCommandsAreInTheSameFolder() {
    assertThat(lines("$_cwd getPath\ncd /\n$_cwd getPath\n")).isZero();

    assertThat(out()).isEqualTo(here + "\n/\n");
  }

  @Test
  void theFolderOfAClientThatIsNotToldAnyIsWhereItWasStarted() throws Exception {
    assertThat(Arguments.parse("--socket", "s", "users").folder())
        .isEqualTo(Path.of(System.getProperty("user.dir")));
    assertThat(Arguments.parse("--socket", "s", "--folder", "x", "users").folder())
        .isEqualTo(Path.of("x").toAbsolutePath());
  }

  @Test
  void anEngineOfAnEarlierVersionRefusesInWords() throws Exception {
    door.close();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      CompletableFuture<String> greeted =
          CompletableFuture.supplyAsync(
              () -> {
                try (FrameChannel channel = new FrameChannel(server.accept())) {
                  String greeting = channel.read().orElseThrow().text();
                  channel.write(
                      Frame.ofText(
                          Frame.Kind.REFUSED, "it speaks \"italk-door 1\". Use its client"));
                  return greeting;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(run("update", "moderator.jar")).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(greeted.get(10, TimeUnit.SECONDS)).isNotEqualTo("italk-door 1");
    }
    assertThat(err()).isEqualTo("The engine refuses: it speaks \"italk-door 1\". Use its client\n");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    assertThat(run("update", "nothing.jar")).isEqualTo(ExitCode.FAILED);

    assertThat(err())
        .isEqualTo("Expected a jar; " + here.resolve("nothing.jar") + " is not there.\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void ofTwoCommandsOfOneNameTheEnginesIsCalledAndTheOtherByItsScope() {
    assertThat(run("update", "moderator.jar")).isZero();
    assertThat(lines("update moderator.jar")).isZero();
    assertThat(felix.updated).isEmpty();

    assertThat(run("felix:update", "32")).isZero();
    assertThat(lines("felix:update 33")).isZero();
    assertThat(felix.updated).containsExactly(32L, 33L);
    assertThat(shell.operations.asked).hasSize(2);
  }

  @Test
  void soItIsAtThePromptOfTheForeground() throws Exception {
    shell.run("SCOPE = 'felix:*'");
    Path profile = Path.of("../runtime/src/main/distribution/conf/etc/gosh_profile");
    for (String line : Files.readAllLines(profile)) {
      if (line.startsWith("SCOPE")) {
        shell.run(line);
      }
    }
    shell.run("update " + "'" + jar + "'");
    shell.run("felix:update 32");

    assertThat(shell.operations.asked).containsExactly("update " + jar);
    assertThat(felix.updated).containsExactly(32L);
  }

  @Test
  void whereNobodyDoesOperationsItIsClearWhoseUpdateRefuses() {
    shell.processor.removeCommand("italk", "update");
    shell.processor.removeCommand("a", "update");

    assertThat(run("update", "moderator.jar")).isEqualTo(ExitCode.USAGE);
    assertThat(err()).isEqualTo("Wrong arguments for update. Usage:\n  felix:update <long>\n");
  }

  @Test
  void whatIsDoneExitsWith0AndWhatIsNotWith1AndTheCause() {
    assertThat(run("update", "moderator.jar")).isZero();
    assertThat(out())
        .isEqualTo("moderator 1.1.0 is active (it was 1.0.0); messages were held for 23 ms.\n");
    assertThat(err()).isEmpty();

    out.reset();
    shell.operations.outcome =
        FakeOperations.outcome(Outcome.Kind.ROLLBACK, Outcome.Result.ROLLED_BACK, "it threw");
    assertThat(run("rollback", "moderator", "1.1.0")).isEqualTo(ExitCode.FAILED);
    assertThat(out()).isEmpty();
    assertThat(err())
        .isEqualTo(
            "moderator 1.1.0 was rolled back: it threw. 1.0.0 is active again;"
                + " messages were held for 3.1 s.\n");

    shell.operations.outcome =
        FakeOperations.outcome(Outcome.Kind.UPDATE, Outcome.Result.UNCHANGED, "");
    assertThat(run("update", "moderator.jar")).isZero();
  }

  @Test
  void aPlanThatIsNotFeasibleIsPrintedAndExitsWith1() {
    assertThat(run("plan", "moderator.jar")).isZero();
    assertThat(err()).isEmpty();

    out.reset();
    shell.operations.plan =
        FakeOperations.planOf(jar, List.of("it needs java.sql\n2.0", "it is not signed"));
    assertThat(run("plan", "moderator.jar")).isEqualTo(ExitCode.FAILED);
    assertThat(out()).startsWith("moderator 1.0.0 -> 1.1.0\n").contains("  - it is not signed\n");
    assertThat(err())
        .isEqualTo("moderator 1.1.0 can't be put in: it needs java.sql\\n2.0 (and 1 more)\n");
  }

  @Test
  void leaksThatAreFoundExitWith1() {
    assertThat(run("leaks")).isZero();
    assertThat(out()).isEqualTo("Nothing stayed in memory.\n");

    shell.operations.leaks.add(
        new Leak("moderator", "1.0.0", FakeOperations.NOON, List.of("thread \"poller\"")));
    assertThat(run("leaks")).isEqualTo(ExitCode.FAILED);
    assertThat(out()).contains("thread \"poller\"");
    assertThat(err()).isEqualTo("Versions that stayed in memory: 1\n");
  }

  private int run(String... words) {
    List<String> args =
        new ArrayList<>(List.of("--socket", socket.toString(), "--folder", here.toString(), "--"));
    args.addAll(List.of(words));
    return client("").run(args.toArray(String[]::new));
  }

  private int lines(String text) {
    return client(text)
        .run("--socket", socket.toString(), "--folder", here.toString(), "--interactive");
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
