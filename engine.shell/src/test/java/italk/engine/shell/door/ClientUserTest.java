package italk.engine.shell.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose process a client is, where that can be known. */
class ClientUserTest {

  /** As in a framework that does not offer {@code jdk.net} to bundles. */
  private static final class WithoutJdkNet extends URLClassLoader {

    WithoutJdkNet() {
      super(
          new URL[] {ClientUser.class.getProtectionDomain().getCodeSource().getLocation()},
          ClientUser.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("jdk.net.")) {
        throw new ClassNotFoundException(name);
      }
      return name.equals(ClientUser.class.getName())
          ? findClass(name)
          : super.loadClass(name, resolve);
    }
  }

  @Test
  void theSystemKnowsWhoIsAtALocalSocket(@TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel client = SocketChannel.open(address);
          SocketChannel accepted = server.accept()) {
        assertThat(client.isConnected()).isTrue();
        assertThat(ClientUser.of(accepted)).contains(System.getProperty("user.name"));
      }
    }
  }

  @Test
  void whereNobodyTellsItIsNotKnown() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("localhost", 0));
      try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
        assertThat(ClientUser.of(client)).isEmpty();
      }
    }
  }

  @Test
  void itWorksWithoutThePackageThatTells() throws Exception {
    try (WithoutJdkNet loader = new WithoutJdkNet();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Method of =
          loader.loadClass(ClientUser.class.getName()).getDeclaredMethod("of", SocketChannel.class);
      of.setAccessible(true);

      assertThat(of.invoke(null, channel)).isEqualTo(Optional.empty());
    }
  }
}
