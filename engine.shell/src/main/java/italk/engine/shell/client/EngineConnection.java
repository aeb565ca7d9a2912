package italk.engine.shell.client;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The client's end of a connection.
 *
 * <p>A thread of its own reads, since output may come at any time: messages for a session that was
 * opened here. One thread asks and waits for the answer; {@link #interrupt} may come from any.
 */
final class EngineConnection implements AutoCloseable {

  private static final int MAX_UNASKED = 4;

  private final FrameChannel channel;
  private final Output output;

  /** From the reading thread to the one that asks; empty means that the connection has ended. */
  private final BlockingQueue<Optional<Frame>> answers = new LinkedBlockingQueue<>(MAX_UNASKED);

  private EngineConnection(FrameChannel channel, Output output) {
    this.channel = channel;
    this.output = output;
  }

  /**
   * Connects, greets and says where we are.
   *
   * @param arguments with the socket and the folder
   * @throws UnreachableException where no engine answers or it refuses
   */
  static EngineConnection open(Arguments arguments, Output output) throws IOException {
    FrameChannel channel = connect(arguments.socket());
    try {
      channel.write(Frame.ofText(Frame.Kind.GREETING, Frame.GREETING));
      Frame answer = channel.read().orElseThrow(() -> new ProtocolException("no greeting"));
      if (answer.kind() == Frame.Kind.REFUSED) {
        throw new UnreachableException("The engine refuses: " + answer.text(), null);
      }
      if (answer.kind() != Frame.Kind.GREETING || !answer.text().equals(Frame.GREETING)) {
        throw new ProtocolException(
            "expected the greeting \""
                + Frame.GREETING
                + "\": client and engine are of different versions");
      }
      channel.write(Frame.ofText(Frame.Kind.FOLDER, arguments.folder().toString()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    EngineConnection connection = new EngineConnection(channel, output);
    Thread reader = new Thread(connection::readAll, "italk-client-reader");
    reader.setDaemon(true);
    reader.start();
    return connection;
  }

  private static FrameChannel connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new FrameChannel(channel);
    } catch (IOException e) {
      channel.close();
      throw new UnreachableException("No engine answers at " + socket + ". Is it running?", e);
    }
  }

  /** Runs one command whose words are taken literally; returns its exit code. */
  int run(List<String> words) throws IOException {
    return ask(Frame.ofWords(Frame.Kind.RUN, words), Frame.Kind.DONE).number();
  }

  /** Runs a line in the shell's syntax; returns its exit code. */
  int line(String line) throws IOException {
    return ask(Frame.ofText(Frame.Kind.LINE, line), Frame.Kind.DONE).number();
  }

  /** The names of all commands, with their scopes. */
  Collection<String> names() throws IOException {
    return ask(Frame.of(Frame.Kind.NAMES), Frame.Kind.NAMES).words();
  }

  /** Interrupts the command that runs, if one does. */
  void interrupt() {
    try {
      channel.write(Frame.of(Frame.Kind.INTERRUPT));
    } catch (IOException e) {
      // The connection has ended, and with it the command: the one who waits for it is told.
    }
  }

  private Frame ask(Frame question, Frame.Kind kind) throws IOException {
    try {
      channel.write(question);
      Frame answer = answers.take().orElseThrow(EngineConnection::ended);
      if (answer.kind() != kind) {
        throw new ProtocolException("expected " + kind + ", found " + answer.kind());
      }
      return answer;
    } catch (ProtocolException | UnreachableException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreachableException("The connection to the engine is cut.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("Interrupted while waiting for the engine.", e);
    }
  }

  private static UnreachableException ended() {
    return new UnreachableException(
        "The engine has closed the connection: it is stopping, or the shell's bundle is.", null);
  }

  private void readAll() {
    try {
      Optional<Frame> frame = channel.read();
      while (frame.isPresent() && take(frame.get())) {
        frame = channel.read();
      }
    } catch (IOException e) {
      // Cut: told below to the one who waits, the same as an orderly end.
    } finally {
      end();
    }
  }

  /** False where the engine says what nobody asked for. */
  private boolean take(Frame frame) {
    switch (frame.kind()) {
      case OUT -> output.out(frame.payload());
      case ERR -> output.err(frame.payload());
      default -> {
        return answers.offer(Optional.of(frame));
      }
    }
    return true;
  }

  private void end() {
    while (!answers.offer(Optional.empty())) {
      answers.poll();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
