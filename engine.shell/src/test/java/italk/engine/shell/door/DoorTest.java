package italk.engine.shell.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.shell.ShellFixture;
import italk.engine.shell.client.ExitCode;
import italk.engine.shell.client.Frame;
import italk.engine.shell.client.FrameChannel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Who may come in, how many, and what happens when somebody leaves. */
@Timeout(60)
class DoorTest {

  @TempDir Path folder;
  private Path socket;
  private final ShellFixture shell = new ShellFixture();
  private final Waiting waiting = new Waiting();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** A command that waits until it is interrupted. */
  public static final class Waiting {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    public void forever() throws InterruptedException {
      started.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    }
  }

  @BeforeEach
  void prepare() {
    socket = folder.resolve("run/s");
    shell.processor.addCommand("test", waiting, "forever");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    shell.close();
  }

  @Test
  void onlyTheOwnerCanReachTheSocket() throws IOException {
    server();

    assertThat(mode(socket)).isEqualTo("rw-------");
    assertThat(mode(socket.getParent())).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsOpenToOthersIsRefusedAndLeftAlone() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> DoorServer.open(shared.resolve("s"), shell.processor))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 700 " + shared);
    assertThat(mode(shared)).isEqualTo("rwxr-xr-x");
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void closingRemovesTheSocket() throws IOException {
    server().close();

    assertThat(socket).doesNotExist();
  }

  @Test
  void aSocketThatNobodyAnswersIsReplaced() throws IOException {
    Files.createDirectories(
        socket.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();
    assertThat(Files.exists(socket, LinkOption.NOFOLLOW_LINKS)).isTrue();

    server();
    assertThatCode(() -> client().close()).doesNotThrowAnyException();
  }

  @Test
  void aSecondEngineIsRefusedAndTheFirstGoesOn() throws IOException {
    server();

    assertThatThrownBy(() -> DoorServer.open(socket, shell.processor))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another engine answers at " + socket);
    assertThat(run(client(), "users")).isZero();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    server().close();
    Files.writeString(socket, "precious");

    assertThatThrownBy(() -> DoorServer.open(socket, shell.processor))
        .hasMessageContaining("is no socket");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void aPathThatIsTooLongIsNamed() {
    Path deep = folder.resolve("x".repeat(120));

    assertThatThrownBy(() -> DoorServer.open(deep.resolve("s"), shell.processor))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(deep.toString());
  }

  @Test
  void aSocketThatAnotherTookOverIsNotRemoved() throws IOException {
    DoorServer first = server();
    Files.delete(socket);
    server();
    first.close();

    assertThat(run(client(), "users")).isZero();
  }

  @Test
  void oneMoreThanTheLimitIsRefusedUntilSomebodyLeaves() throws Exception {
    server();
    List<FrameChannel> clients = new ArrayList<>();
    for (int i = 0; i < DoorServer.MAX_CONNECTIONS; i++) {
      clients.add(client());
    }

    try (FrameChannel refused = raw()) {
      Frame answer = refused.read().orElseThrow();
      assertThat(answer.kind()).isEqualTo(Frame.Kind.REFUSED);
      assertThat(answer.text()).contains("16 clients");
    }
    clients.get(0).close();
    await().until(this::isServed);
  }

  private boolean isServed() throws IOException {
    try (FrameChannel channel = raw()) {
      channel.write(Frame.ofText(Frame.Kind.GREETING, Frame.GREETING));
      return channel.read().orElseThrow().kind() == Frame.Kind.GREETING;
    }
  }

  @Test
  void aClientOfAnotherVersionIsRefused() throws IOException {
    server();
    FrameChannel channel = raw();
    channel.write(Frame.ofText(Frame.Kind.GREETING, "italk-door 1"));

    Frame answer = channel.read().orElseThrow();
    assertThat(answer.kind()).isEqualTo(Frame.Kind.REFUSED);
    assertThat(answer.text()).contains(Frame.GREETING).contains("the same version as the engine");
    assertThat(channel.read()).isEmpty();
  }

  @Test
  void aFolderThatIsNoAbsolutePathIsNonsense() throws IOException {
    server();
    FrameChannel channel = client();
    channel.write(Frame.ofText(Frame.Kind.FOLDER, "relative"));

    assertThat(channel.read()).isEmpty();
  }

  @Test
  void aClientThatTalksNonsenseIsSentAwayAndOthersAreServed() throws IOException {
    server();
    FrameChannel early = raw();
    early.write(Frame.ofWords(Frame.Kind.RUN, List.of("users")));
    assertThat(early.read().orElseThrow().kind()).isEqualTo(Frame.Kind.REFUSED);
    FrameChannel wrong = client();
    wrong.write(Frame.ofNumber(Frame.Kind.DONE, 0));
    assertThat(wrong.read()).isEmpty();

    assertThat(run(client(), "users")).isZero();
  }

  @Test
  void aCommandIsInterruptedWhenItsClientGoesAway() throws Exception {
    server();
    FrameChannel channel = client();
    channel.write(Frame.ofWords(Frame.Kind.RUN, List.of("forever")));
    assertThat(waiting.started.await(10, TimeUnit.SECONDS)).isTrue();
    channel.close();

    assertThat(waiting.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    await().untilAsserted(() -> assertThat(threads()).containsExactly("italk-door"));
  }

  @Test
  void anInterruptEndsTheCommandAndNotTheConnection() throws Exception {
    server();
    FrameChannel channel = client();
    channel.write(Frame.ofText(Frame.Kind.LINE, "forever"));
    assertThat(waiting.started.await(10, TimeUnit.SECONDS)).isTrue();
    channel.write(Frame.of(Frame.Kind.INTERRUPT));

    assertThat(exitCode(channel)).isEqualTo(ExitCode.FAILED);
    assertThat(run(channel, "users")).isZero();
  }

  @Test
  void shuttingTheDoorSendsEverybodyAwayAndLeavesNoThread() throws Exception {
    DoorServer server = server();
    FrameChannel idle = client();
    FrameChannel busy = client();
    busy.write(Frame.ofWords(Frame.Kind.RUN, List.of("forever")));
    assertThat(waiting.started.await(10, TimeUnit.SECONDS)).isTrue();
    server.close();

    assertThat(idle.read()).isEmpty();
    assertThat(waiting.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    await().untilAsserted(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void theNamesOfTheCommandsCanBeAsked() throws IOException {
    server();
    FrameChannel channel = client();
    channel.write(Frame.of(Frame.Kind.NAMES));

    assertThat(channel.read().orElseThrow().words()).contains("italk:users", "test:forever");
  }

  @Test
  void withoutThePropertyTheDoorStaysShut() {
    Door shut = new Door(context(null), shell.processor);
    shut.close();

    assertThat(threads()).isEmpty();
  }

  @Test
  void withThePropertyTheDoorIsOpenUntilDeactivation() throws IOException {
    Door door = new Door(context(socket.toString()), shell.processor);
    assertThat(run(client(), "users")).isZero();
    door.close();

    assertThat(socket).doesNotExist();
  }

  private static BundleContext context(String path) {
    return (BundleContext)
        Proxy.newProxyInstance(
            BundleContext.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, args) -> Door.SOCKET.equals(args[0]) ? path : null);
  }

  private DoorServer server() throws IOException {
    DoorServer server = DoorServer.open(socket, shell.processor);
    open.add(server::close);
    return server;
  }

  private FrameChannel raw() throws IOException {
    FrameChannel channel = new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    open.add(channel);
    return channel;
  }

  private FrameChannel client() throws IOException {
    FrameChannel channel = raw();
    channel.write(Frame.ofText(Frame.Kind.GREETING, Frame.GREETING));
    assertThat(channel.read().orElseThrow().kind()).isEqualTo(Frame.Kind.GREETING);
    return channel;
  }

  private static int run(FrameChannel channel, String... words) throws IOException {
    channel.write(Frame.ofWords(Frame.Kind.RUN, List.of(words)));
    return exitCode(channel);
  }

  private static int exitCode(FrameChannel channel) throws IOException {
    Frame frame = channel.read().orElseThrow();
    while (frame.kind() != Frame.Kind.DONE) {
      frame = channel.read().orElseThrow();
    }
    return frame.number();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("italk-door"))
        .toList();
  }
}
