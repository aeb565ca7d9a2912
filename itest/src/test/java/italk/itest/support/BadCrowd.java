package italk.itest.support;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Users whose messages make a hook misbehave: at first all at once, then one after the other; who
 * has no answer yet waits for it.
 */
public final class BadCrowd extends Thread {

  private static final int SIZE = 30;

  private record Member(Session session, Conversation conversation) {}

  private final List<Member> members = new ArrayList<>();
  private final List<CompletableFuture<SendResult>> last = new ArrayList<>();
  private final List<String> texts;
  private final Duration interval;
  private final AtomicBoolean stop = new AtomicBoolean();

  /**
   * Connects them.
   *
   * @param texts what they send: each of them one, in turns
   */
  public BadCrowd(Engine engine, List<String> texts, Duration interval) {
    super("bad-crowd");
    this.texts = List.copyOf(texts);
    this.interval = interval;
    for (int i = 0; i < SIZE; i++) {
      String id = "bad" + i;
      Session session = engine.connect(id, id, Map.of(), delivery -> {});
      members.add(new Member(session, Conversation.direct(id, id)));
      last.add(CompletableFuture.completedFuture(null));
    }
  }

  @Override
  public void run() {
    for (int i = 0; i < SIZE; i++) {
      send(i);
    }
    for (int i = 0; !stop.get(); i = (i + 1) % SIZE) {
      LockSupport.parkNanos(interval.toNanos());
      if (last.get(i).isDone()) {
        send(i);
      }
    }
  }

  private void send(int number) {
    Member member = members.get(number);
    String text = texts.get(number % texts.size());
    last.set(number, member.session().send(member.conversation(), text).toCompletableFuture());
  }

  /** Ends it and closes the sessions. */
  public void end() throws InterruptedException {
    stop.set(true);
    join();
    members.forEach(member -> member.session().close());
  }
}
