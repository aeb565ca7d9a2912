package italk.itest.support;

import static org.junit.Assert.assertEquals;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.itest.stamp.Stamp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Sends one message after the other while the configuration is anything, and checks that each has
 * an answer, and none the stamps of two files.
 */
public final class StampedTraffic extends Thread implements AutoCloseable {

  private static final long ANSWER_SECONDS = 20;

  private final Supplier<Engine> engine;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** For the engine that is there. */
  public StampedTraffic(Supplier<Engine> engine) {
    super("stamped-traffic");
    this.engine = engine;
  }

  /** A token that is no other one's after a change or two. */
  public static String token(int number) {
    return number + "-" + Integer.toHexString(("token" + number).hashCode() * 31);
  }

  private static boolean isWhole(String token) {
    int end = token.indexOf('-');
    return end > 0
        && end < 9
        && token.substring(0, end).chars().allMatch(Character::isDigit)
        && token.equals(token(Integer.parseInt(token.substring(0, end))));
  }

  @Override
  public void run() {
    try (Session session = engine.get().connect("traffic", "Traffic", Map.of(), delivery -> {})) {
      while (!stop.get()) {
        SendResult result =
            session
                .send(Conversation.direct("traffic", "traffic"), "x")
                .toCompletableFuture()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (result instanceof SendResult.Sent sent) {
          messages.incrementAndGet();
          check(sent.message().content());
        }
      }
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  private static void check(String content) {
    List<String> whole =
        Stamp.of(content).stream()
            .map(Stamp::token)
            .filter(StampedTraffic::isWhole)
            .distinct()
            .toList();
    if (whole.size() > 1) {
      throw new AssertionError("A message saw two files: " + content);
    }
  }

  /** Fails where a message had no answer or a wrong one. */
  public void assertGood() {
    if (failure.get() != null) {
      throw new AssertionError("traffic: " + failure.get(), failure.get());
    }
  }

  /** How many were sent and stored. */
  public int messages() {
    return messages.get();
  }

  /** Ends it. */
  public void end() throws InterruptedException {
    stop.set(true);
    join();
    assertGood();
    assertEquals("messages passed", true, messages.get() > 0);
  }

  @Override
  public void close() {
    stop.set(true);
  }
}
