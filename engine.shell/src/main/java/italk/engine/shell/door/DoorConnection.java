package italk.engine.shell.door;

import italk.engine.shell.client.ExitCode;
import italk.engine.shell.client.Frame;
import italk.engine.shell.client.FrameChannel;
import italk.engine.shell.client.ProtocolException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. A thread reads, so that a client that goes away is noticed while its command runs; a
 * second one runs the commands, one at a time. Both end with the connection.
 */
final class DoorConnection {

  private static final Logger LOG = LoggerFactory.getLogger(DoorConnection.class);

  private final FrameChannel channel;
  private final GogoSession session;
  private final Consumer<DoorConnection> atEnd;
  private final Thread reader;
  private final ExecutorService worker;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Held while a command runs, until its end has been told. */
  private final Semaphore command = new Semaphore(1);

  DoorConnection(
      SocketChannel client,
      CommandProcessor processor,
      int number,
      Consumer<DoorConnection> atEnd) {
    this.channel = new FrameChannel(client);
    this.atEnd = atEnd;
    this.session = new GogoSession(processor, channel, ClientUser.of(client));
    this.reader = daemon(this::serve, "italk-door-" + number);
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> daemon(task, "italk-door-" + number + "-command"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    reader.start();
  }

  private void serve() {
    try {
      Optional<Frame> frame = channel.read();
      if (frame.isPresent() && greet(frame.get())) {
        for (frame = channel.read(); frame.isPresent(); frame = channel.read()) {
          take(frame.get());
        }
      }
    } catch (ProtocolException e) {
      LOG.debug("A client of the door is sent away: {}", e.getMessage());
    } catch (IOException e) {
      LOG.debug("A client of the door is gone.", e);
    } finally {
      close();
    }
  }

  private boolean greet(Frame frame) throws IOException {
    if (frame.kind() == Frame.Kind.GREETING && frame.text().equals(Frame.GREETING)) {
      channel.write(Frame.ofText(Frame.Kind.GREETING, Frame.GREETING));
      return true;
    }
    channel.write(
        Frame.ofText(
            Frame.Kind.REFUSED,
            "it speaks \""
                + Frame.GREETING
                + "\". Use the client of the same version as the engine."));
    return false;
  }

  private void take(Frame frame) throws IOException {
    switch (frame.kind()) {
      case RUN -> {
        var words = frame.words();
        run(() -> session.run(words));
      }
      case LINE -> run(() -> session.line(frame.text()));
      case FOLDER -> session.enter(folder(frame.text()));
      case INTERRUPT -> session.interrupt();
      case NAMES -> channel.write(Frame.ofWords(Frame.Kind.NAMES, session.names()));
      default -> throw new ProtocolException("a client doesn't send " + frame.kind());
    }
  }

  private static Path folder(String text) throws ProtocolException {
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute()) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw new ProtocolException("no path of a folder", e);
    }
    throw new ProtocolException("a client's folder is an absolute path, found " + text);
  }

  private void run(IntSupplier task) throws ProtocolException {
    // Who has the answer may ask again at once, a moment before the permit is back.
    if (!acquireCommand(TimeUnit.SECONDS.toNanos(1))) {
      throw new ProtocolException("a command was sent while another one runs");
    }
    try {
      worker.execute(() -> runAndAnswer(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("A command came while the door was being shut.", e);
    }
  }

  private void runAndAnswer(IntSupplier task) {
    int exitCode = ExitCode.FAILED;
    try {
      exitCode = task.getAsInt();
    } finally {
      answer(exitCode);
      command.release();
    }
  }

  private void answer(int exitCode) {
    try {
      channel.write(Frame.ofNumber(Frame.Kind.DONE, exitCode));
    } catch (IOException e) {
      LOG.debug("A client of the door left before its command ended.", e);
    }
  }

  /** Waits until no command runs, or the deadline ({@link System#nanoTime()}) has come. */
  void awaitCommand(long deadline) {
    if (acquireCommand(deadline - System.nanoTime())) {
      command.release();
    }
  }

  private boolean acquireCommand(long nanos) {
    try {
      return command.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the connection, its command and its threads. */
  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    session.close();
    worker.shutdownNow();
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A connection of the door could not be closed.", e);
    }
    atEnd.accept(this);
  }
}
