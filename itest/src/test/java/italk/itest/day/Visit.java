package italk.itest.day;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import italk.engine.api.Inbox;
import italk.engine.api.Session;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One session of a user, and how it was greeted. */
final class Visit implements Inbox {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String user;
  private final boolean isFirst;
  private final Queue<String> greetings = new ConcurrentLinkedQueue<>();

  // Set before anybody else sees this.
  private Session session;

  Visit(String user, boolean isFirst) {
    this.user = user;
    this.isFirst = isFirst;
  }

  void opened(Session newSession) {
    session = newSession;
  }

  Session session() {
    return session;
  }

  @Override
  public void receive(Delivery delivery) {
    if (delivery instanceof Notice notice && notice.source().equals("welcome")) {
      greetings.add(notice.text());
    }
  }

  /** Who leaves too early can't be greeted. */
  void awaitGreeting() {
    eventually(user + " is greeted", LIMIT, () -> !greetings.isEmpty());
  }

  /** Greeted once, in the right words. */
  void assertGreeted() {
    awaitGreeting();
    assertEquals(
        user, List.of((isFirst ? "Hello " : "Back again, ") + user), List.copyOf(greetings));
  }
}
