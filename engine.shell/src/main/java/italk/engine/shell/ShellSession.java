package italk.engine.shell;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.shell.text.Deliveries;
import italk.engine.shell.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A session that was opened from the shell. It outlives the shell: what comes when nobody sees the
 * console any more is kept, the last {@value #MAX_RECEIVED} lines.
 *
 * <p>{@link #receive} is called by the engine, one delivery at a time; the rest by any thread. The
 * fields that change are under this object's lock, which is not held while the console or the
 * engine is called.
 */
final class ShellSession implements Inbox {

  static final int MAX_RECEIVED = 100;

  private final String userId;
  private final Consumer<ShellSession> atEnd;

  private final Deque<String> received = new ArrayDeque<>();
  private Optional<Console> console;
  private Optional<Session> session = Optional.empty();

  ShellSession(String userId, Console console, Consumer<ShellSession> atEnd) {
    this.userId = userId;
    this.console = Optional.of(console);
    this.atEnd = atEnd;
  }

  /** The engine has opened the session. */
  synchronized void opened(Session opened) {
    session = Optional.of(opened);
  }

  @Override
  public void receive(Delivery delivery) {
    String line = Deliveries.line(delivery);
    keep(line).ifPresent(shown -> show(shown, line));
    if (delivery instanceof Closed) {
      atEnd.accept(this);
    }
  }

  private synchronized Optional<Console> keep(String line) {
    if (received.size() == MAX_RECEIVED) {
      received.removeFirst();
    }
    received.addLast(line);
    return console;
  }

  private void show(Console shown, String line) {
    // One console may have many sessions: it has to say whose inbox this is.
    if (!shown.print(Printable.line(userId) + " < " + line)) {
      synchronized (this) {
        console = Optional.empty();
      }
    }
  }

  synchronized List<String> received() {
    return List.copyOf(received);
  }

  CompletionStage<SendResult> send(Conversation conversation, String text) {
    return session()
        .orElseThrow(() -> CommandFailure.of(Printable.line(userId) + " is still connecting."))
        .send(conversation, text);
  }

  private synchronized Optional<Session> session() {
    return session;
  }

  /**
   * True where it was open and isn't any more, though its last delivery may still be on its way.
   */
  boolean isOver() {
    return session().filter(opened -> !opened.isOpen()).isPresent();
  }

  void close(String reason) {
    session().ifPresent(open -> open.close(reason));
  }
}
