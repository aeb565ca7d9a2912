package italk.engine.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.shell.ShellFixture;
import italk.engine.shell.door.OpenDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The client against a real door with the real Gogo. */
@Timeout(60)
class MainTest {

  private static final String NOT_UP =
      "Can't run users: the engine is not up (yet). Why: scr:list, and the log\n";

  @TempDir Path folder;
  private Path socket;
  private final ShellFixture shell = new ShellFixture();
  private OpenDoor door;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void open() throws Exception {
    socket = folder.resolve("run/s");
    door = OpenDoor.at(socket, shell.processor);
    shell.processor.addCommand("test", new Probe(), "echo");
    shell.processor.addCommand("test", new Probe(), "fail");
    shell.processor.addCommand("test", new Probe(), "both");
  }

  @AfterEach
  void close() {
    door.close();
    shell.close();
  }

  /** Commands of others. */
  public static final class Probe {
    public List<String> echo(String... words) {
      return new ArrayList<>(List.of(words));
    }

    public void fail() {
      throw new IllegalStateException("first line\nsecond line");
    }

    public void both() {
      System.out.println("to out");
      System.err.println("to err");
    }
  }

  @Test
  void oneCommandAndItsResult() {
    assertThat(run("register", "1", "Zoé")).isZero();

    assertThat(out()).contains("ID  NAME").contains("1   Zoé");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's \"quoted\"",
        "$HOME ${x} $(users) $args `users`",
        "{ a; b } | grep x && true || false & > /tmp/x < y",
        "a;b",
        "two\nlines\r\nand\ttab",
        "=",
        "#no comment",
        "// no comment either",
        "%(1+1)",
        "{1..3}",
        "*?[a-z]~",
        "\\ \\n \\u0041",
        "[a=b]",
        "",
        " ",
        "null",
        "007",
        "1e3",
        "true",
        "été 😀 日本語 \u202e",
      })
  void wordsArriveAsTheyAre(String word) {
    assertThat(run("echo", word, "end")).isZero();
    assertThat(out()).isEqualTo(word + "\nend\n");
  }

  @Test
  void aLongWordArrives() {
    String word = "é".repeat(200_000);

    assertThat(run("echo", word)).isZero();
    assertThat(out()).isEqualTo(word + "\n");
  }

  @Test
  void bothStreamsArriveApart() {
    assertThat(run("both")).isZero();

    assertThat(out()).isEqualTo("to out\n");
    assertThat(err()).isEqualTo("to err\n");
  }

  @Test
  void aProblemOfTheEngineIsOneLineAndExitsWith1() {
    run("register", "1", "Alice");
    out.reset();

    assertThat(run("register", "1", "Alice")).isEqualTo(ExitCode.FAILED);
    assertThat(err()).isEqualTo("A user 1 is registered already.\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void anyOtherExceptionIsOneLineToo() {
    assertThat(run("fail")).isEqualTo(ExitCode.FAILED);
    assertThat(err()).isEqualTo("java.lang.IllegalStateException: first line second line\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"userz", "nope:users", "users;", "users | users", "$x", "", "'users'"})
  void anUnknownCommandExitsWith2(String name) {
    assertThat(run(name)).isEqualTo(ExitCode.USAGE);
    assertThat(err())
        .isEqualTo("Unknown command: " + name + ". See: commands (the engine's), help (all)\n");
  }

  @Test
  void withoutTheEngineItsCommandsAreNotUnknownButNotThereYet() {
    shell.processor.removeCommand("italk", "status");
    shell.processor.removeCommand("italk", "users");

    assertThat(run("users")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err()).isEqualTo(NOT_UP);
  }

  @Test
  void commandsOfAComponentThatCanNotBeActivatedSaySoInOneLine() {
    shell.processor.removeCommand("italk", "status");
    shell.processor.removeCommand("italk", "users");
    shell.processor.addCommand("italk", withoutService("status"), "status");
    shell.processor.addCommand("italk", withoutService("users"), "users");

    assertThat(run("users")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err()).isEqualTo(NOT_UP);
  }

  private static CommandProxy withoutService(String function) {
    return new CommandProxy(none(BundleContext.class), none(ServiceReference.class), function);
  }

  /** Answers null, or false. */
  private static <T> T none(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null));
  }

  @Test
  void theStatusOfAShutGateExitsWith1AndIsShownAllTheSame() {
    assertThat(run("status")).isEqualTo(ExitCode.FAILED);
    assertThat(out()).startsWith("GATE").contains("shut");
    assertThat(err()).isEmpty();

    shell.engine.gate(true);
    assertThat(run("status")).isZero();
  }

  @Test
  void wrongArgumentsExitWith2() {
    assertThat(run("register", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(err())
        .isEqualTo("Wrong arguments for register. Usage:\n  register <ID> <NAME> <KEY=VALUE…>\n");
  }

  @Test
  void wrongUseOfTheClientExitsWith2() {
    assertThat(new Main(InputStream.nullInputStream(), print(out), print(err)).run("users"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err()).startsWith("--socket PATH is missing").contains("usage: italk COMMAND");
  }

  @Test
  void aSessionOutlivesTheClientThatOpenedIt() {
    assertThat(run("connect", "1", "Alice")).isZero();
    assertThat(run("send", "1", "everyone", "hi", "there")).isZero();
    out.reset();
    assertThat(run("inbox", "1")).isZero();

    assertThat(out()).contains("* welcome: Hello Alice").contains("everyone Alice: hi there");
  }

  @Test
  void linesFromAPipeInOneSession() {
    int exitCode =
        lines("x = 5\n\nconnect 1 Alice\nsend 1 everyone 'Ça va ?' $x\nuserz\nusers Ali\n");

    assertThat(exitCode).isZero();
    assertThat(out()).contains("everyone Alice: Ça va ? 5").contains("1   Alice  yes");
    assertThat(err())
        .isEqualTo("Unknown command: userz. See: commands (the engine's), help (all)\n");
  }

  @Test
  void theExitCodeOfLinesIsThatOfTheLast() {
    assertThat(lines("users\nuserz\n")).isEqualTo(ExitCode.USAGE);
    assertThat(lines("users\nsend 9 everyone hi")).isEqualTo(ExitCode.FAILED);
    assertThat(lines("")).isZero();
  }

  @Test
  void noEngineExitsWith69() {
    door.close();

    assertThat(run("users")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err()).isEqualTo("No engine answers at " + socket + ". Is it running?\n");
  }

  @Test
  void anEngineThatHangsUpExitsWith69() throws Exception {
    Path other = folder.resolve("other");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(other));
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (FrameChannel channel = new FrameChannel(server.accept())) {
                  channel.read();
                  channel.write(Frame.ofText(Frame.Kind.GREETING, Frame.GREETING));
                  assertThat(channel.read()).map(Frame::kind).contains(Frame.Kind.FOLDER);
                  assertThat(channel.read()).map(Frame::kind).contains(Frame.Kind.RUN);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(runAt(other, "users")).isEqualTo(ExitCode.UNREACHABLE);
      served.get(10, TimeUnit.SECONDS);
    }
    assertThat(err()).startsWith("The engine has closed the connection");
  }

  private int run(String... words) {
    return runAt(socket, words);
  }

  private int runAt(Path at, String... words) {
    List<String> args = new ArrayList<>(List.of("--socket", at.toString(), "--"));
    args.addAll(List.of(words));
    return new Main(InputStream.nullInputStream(), print(out), print(err))
        .run(args.toArray(String[]::new));
  }

  private int lines(String text) {
    return new Main(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), print(out), print(err))
        .run("--socket", socket.toString(), "--interactive");
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
