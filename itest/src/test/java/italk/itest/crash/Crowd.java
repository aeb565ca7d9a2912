package italk.itest.crash;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.History;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.runtime.Italk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The process that is killed: an engine with a few senders, each of whom sends numbered messages to
 * a conversation of its own, with the number as client id. It says first which messages it finds,
 * and then each one that is acknowledged or refused, a line each:
 *
 * <pre>
 * found SENDER NUMBER ID
 * ready
 * acknowledged SENDER NUMBER ID new|repeated
 * refused SENDER NUMBER WHY
 * </pre>
 *
 * <p>Ends when its standard input does.
 */
public final class Crowd {

  static final int SENDERS = 4;

  private static final long PAUSE_AFTER_REFUSAL_MILLIS = 20;

  private Crowd() {}

  /** The home, messages on the way, and for each sender the number it goes on with. */
  public static void main(String[] arguments) throws Exception {
    int onTheWay = Integer.parseInt(arguments[1]);
    try (Italk italk = Italk.start(Path.of(arguments[0]))) {
      for (int sender = 0; sender < SENDERS; sender++) {
        find(italk.engine(), sender);
      }
      say("ready");
      for (int sender = 0; sender < SENDERS && onTheWay > 0; sender++) {
        int first = Integer.parseInt(arguments[2 + sender]);
        Session session =
            italk.engine().connect("sender" + sender, "Sender " + sender, Map.of(), delivery -> {});
        int who = sender;
        Thread thread = new Thread(() -> send(session, who, first, onTheWay), "sender-" + sender);
        thread.setDaemon(true);
        thread.start();
      }
      while (System.in.read() >= 0) {
        // Its end is the sign, whatever comes before.
      }
    }
    // The senders may be in the midst of something.
    System.exit(0);
  }

  private static void find(Engine engine, int sender) {
    History history = engine.history(conversation(sender));
    List<Message> page = history.after(new MessageId(0), History.MAX_PAGE);
    while (!page.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      for (Message message : page) {
        lines.append("found %d %s %s%n".formatted(sender, message.content(), message.id()));
      }
      System.out.print(lines);
      page = history.after(page.get(page.size() - 1).id(), History.MAX_PAGE);
    }
  }

  private static void send(Session session, int sender, int first, int onTheWay) {
    Semaphore window = new Semaphore(onTheWay);
    try {
      for (int number = first; ; number++) {
        window.acquire();
        send(session, sender, number, window);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(Session session, int sender, int number, Semaphore window) {
    String text = Integer.toString(number);
    session
        .send(conversation(sender), text, text)
        .thenAccept(
            result -> {
              if (result instanceof SendResult.Sent sent) {
                say(
                    "acknowledged %d %d %s %s"
                        .formatted(
                            sender,
                            number,
                            sent.message().id(),
                            sent.repeated() ? "repeated" : "new"));
                window.release();
              } else if (result instanceof SendResult.Refused refused) {
                say("refused %d %d %s".formatted(sender, number, refused.problem().message()));
                sendAgain(session, sender, number, window);
              }
            });
  }

  // Not on the engine's thread, which must not wait.
  private static void sendAgain(Session session, int sender, int number, Semaphore window) {
    Thread again =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_REFUSAL_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              send(session, sender, number, window);
            },
            "again-" + sender);
    again.setDaemon(true);
    again.start();
  }

  private static Conversation conversation(int sender) {
    return Conversation.direct("sender" + sender, "sender" + sender);
  }

  // One write for a line: what was begun when the kill came is at most the last line.
  private static void say(String line) {
    synchronized (System.out) {
      System.out.print(line + "\n");
      System.out.flush();
    }
  }
}
