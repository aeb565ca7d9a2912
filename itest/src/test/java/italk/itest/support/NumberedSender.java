package italk.itest.support;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends numbered messages to a conversation of its own for as long as it may, every tenth one with
 * a word that the moderator forbids, and checks afterwards that the history is what was
 * acknowledged.
 */
public final class NumberedSender extends Thread {

  private static final int ON_THEIR_WAY = 32;

  private final Engine engine;
  private final Conversation conversation;
  private final Session session;
  private final AtomicBoolean stop;
  private final Semaphore window = new Semaphore(ON_THEIR_WAY);
  private final ConcurrentLinkedQueue<Message> sent = new ConcurrentLinkedQueue<>();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final AtomicLong longest = new AtomicLong();

  public NumberedSender(Engine engine, int number, AtomicBoolean stop) {
    super("sender-" + number);
    this.engine = engine;
    this.stop = stop;
    String id = "sender" + number;
    session = engine.connect(id, id, Map.of(), delivery -> {});
    conversation = Conversation.direct(id, id);
  }

  @Override
  public void run() {
    for (int n = 0; !stop.get(); n++) {
      window.acquireUninterruptibly();
      String content = (n % 10 == 0 ? "forbidden " : "allowed ") + n;
      long begin = System.nanoTime();
      session
          .send(conversation, content)
          .thenAccept(
              result -> {
                longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                ended(result);
              });
    }
    window.acquireUninterruptibly(ON_THEIR_WAY);
    session.close();
  }

  private void ended(SendResult result) {
    if (result instanceof SendResult.Sent ok) {
      sent.add(ok.message());
    } else if (!((SendResult.Refused) result).problem().message().contains("not allowed here")) {
      failure.compareAndSet(null, ((SendResult.Refused) result).problem().message());
    }
    window.release();
  }

  /** How many were acknowledged so far. */
  public int acknowledged() {
    return sent.size();
  }

  /** How long the slowest answer took since this was asked last, in milliseconds. */
  public long takeLongestMillis() {
    return longest.getAndSet(0) / 1_000_000;
  }

  /**
   * What is stored, after it was checked: exactly what was acknowledged, once, in the order in
   * which it was sent; and nothing was refused but by the moderator.
   */
  public List<Message> checkedHistory() {
    assertEquals("refused only by the moderator", null, failure.get());
    List<Message> stored = new ArrayList<>();
    List<Message> page = engine.history(conversation).latest(500);
    while (!page.isEmpty()) {
      stored.addAll(0, page);
      page = engine.history(conversation).before(page.get(0).id(), 500);
    }
    Set<String> acknowledged = new HashSet<>();
    sent.forEach(message -> acknowledged.add(message.id().toString()));
    assertEquals("acknowledged once", sent.size(), acknowledged.size());
    Set<String> found = new HashSet<>();
    int last = -1;
    for (Message message : stored) {
      found.add(message.id().toString());
      int number = Integer.parseInt(message.content().split(" ")[1]);
      assertTrue("in the order in which they were sent: " + message, number > last);
      last = number;
    }
    assertEquals("stored exactly what was acknowledged", acknowledged, found);
    return stored;
  }
}
