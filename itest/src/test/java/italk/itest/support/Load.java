package italk.itest.support;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import italk.engine.api.Engine;
import italk.engine.api.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Several senders, each with a conversation of its own, from its creation until it is closed. */
public final class Load implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int SENDERS = 3;

  // Each has a conversation that nobody had before, whichever test in a framework this is.
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<NumberedSender> senders = new ArrayList<>();

  /** Begins, and waits until messages flow. */
  public Load(Engine engine) {
    eventually("the gate opens", SOON, () -> engine.status().open());
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender(engine, NUMBER.incrementAndGet(), stop));
    }
    senders.forEach(Thread::start);
    awaitMore();
  }

  /** Waits until each sender was told of more messages than now. */
  public void awaitMore() {
    for (NumberedSender sender : senders) {
      int before = sender.acknowledged();
      eventually(
          sender + " is answered, after " + before + " messages",
          SOON,
          () -> sender.acknowledged() > before + 10);
    }
  }

  @Override
  public void close() {
    stop.set(true);
  }

  /**
   * After the end: what was acknowledged is stored, once and in order; nobody was refused but by
   * the moderator; and everything is marked, so that nothing passed the moderator unseen.
   *
   * @param markEnd how each mark ends
   */
  public void check(String markEnd) throws InterruptedException {
    for (NumberedSender sender : senders) {
      sender.join();
      List<Message> stored = sender.checkedHistory();
      for (Message message : stored) {
        assertTrue("passed unseen: " + message, message.content().endsWith(markEnd));
      }
    }
  }

  /** As {@link #check}, and nothing is stored that the moderator forbids. */
  public void checkModerated() throws InterruptedException {
    check("]");
    for (NumberedSender sender : senders) {
      for (Message message : sender.checkedHistory()) {
        assertTrue("forbidden: " + message, !message.content().startsWith("forbidden"));
      }
    }
  }
}
