package italk.engine.shell.door;

import italk.engine.shell.client.Frame;
import italk.engine.shell.client.FrameChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, and gives each connection threads of its own, up to {@value #MAX_CONNECTIONS}
 * connections at a time.
 */
final class DoorServer {

  static final int MAX_CONNECTIONS = 16;

  /**
   * How long a command that is running may take when the door is shut, {@code shutdown} itself too.
   */
  private static final long GRACE_MILLIS = 1_000;

  /** Before the next try, where a connection couldn't be accepted. */
  private static final long PAUSE_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(DoorServer.class);

  private final SocketFile socket;
  private final CommandProcessor processor;
  private final Thread acceptor;

  /** Added to by the acceptor, removed from by each connection at its end. */
  private final Set<DoorConnection> connections = ConcurrentHashMap.newKeySet();

  private volatile boolean closing;

  private DoorServer(SocketFile socket, CommandProcessor processor) {
    this.socket = socket;
    this.processor = processor;
    this.acceptor = new Thread(this::acceptAll, "italk-door");
    acceptor.setDaemon(true);
  }

  static DoorServer open(Path path, CommandProcessor processor) throws IOException {
    DoorServer server = new DoorServer(SocketFile.bind(path), processor);
    server.acceptor.start();
    return server;
  }

  private void acceptAll() {
    for (int number = 1; !closing; number++) {
      try {
        admit(socket.channel().accept(), number);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Such as too many open files: that passes, and the door is needed then more than ever.
        LOG.warn("The door can't accept a connection: {}", e.getMessage());
        pause();
      }
    }
  }

  private void admit(SocketChannel accepted, int number) throws IOException {
    if (connections.size() >= MAX_CONNECTIONS) {
      refuse(accepted);
      return;
    }
    try {
      start(accepted, number);
    } catch (IllegalStateException e) {
      LOG.debug("Gogo takes no sessions any more, it is being stopped.", e);
      accepted.close();
    }
  }

  private void start(SocketChannel accepted, int number) {
    DoorConnection connection =
        new DoorConnection(accepted, processor, number, connections::remove);
    connections.add(connection);
    connection.start();
    if (closing) {
      connection.close();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(SocketChannel accepted) {
    try (FrameChannel channel = new FrameChannel(accepted)) {
      channel.write(
          Frame.ofText(
              Frame.Kind.REFUSED,
              MAX_CONNECTIONS + " clients are connected already. Try again when one has left."));
    } catch (IOException e) {
      LOG.debug("A client left before it could be refused.", e);
    }
  }

  /** Accepts nobody any more, lets running commands end for a moment, sends everybody away. */
  void close() {
    closing = true;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("The door's socket could not be removed: {}", e.getMessage());
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    List<DoorConnection> leaving = List.copyOf(connections);
    leaving.forEach(connection -> connection.awaitCommand(deadline));
    leaving.forEach(DoorConnection::close);
    acceptor.interrupt();
    join(acceptor, deadline);
  }

  private static void join(Thread thread, long deadline) {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
