package italk.itest.support;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who is banned tries to come in for as long as it may, and a guest with them, who is
 * welcome.
 */
@SuppressWarnings("try") // the guest only comes and goes
public final class Knocking extends Thread {

  private static final long PAUSE = Duration.ofMillis(1).toNanos();

  private final Engine engine;
  private final AtomicBoolean stop;
  private final AtomicInteger rejected = new AtomicInteger();
  private final AtomicReference<String> failure = new AtomicReference<>();

  public Knocking(Engine engine, AtomicBoolean stop) {
    super("knocking");
    this.engine = engine;
    this.stop = stop;
  }

  @Override
  public void run() {
    while (!stop.get()) {
      try (Session slipped = engine.connect("mallory", "Mallory", Map.of(), delivery -> {})) {
        failure.compareAndSet(null, "Mallory slipped in: " + slipped);
      } catch (EngineException expected) {
        note(expected.problem());
      }
      try (Session guest = engine.connect("guest", "Guest", Map.of(), delivery -> {})) {
        LockSupport.parkNanos(PAUSE);
      } catch (EngineException refused) {
        failure.compareAndSet(null, "the guest was refused: " + refused.problem());
      }
    }
  }

  private void note(Problem problem) {
    if (problem.message().equals("You are banned.")) {
      rejected.incrementAndGet();
    } else {
      failure.compareAndSet(null, "refused, but not as banned: " + problem);
    }
  }

  /** Waits for the end, and looks whether Mallory stayed outside and the guest did not. */
  public void check() throws InterruptedException {
    join();
    assertEquals("who is banned stays outside, who is not comes in", null, failure.get());
    assertTrue("knocked often: " + rejected.get(), rejected.get() > 50);
    assertTrue("never registered", engine.users().find("mallory").isEmpty());
  }
}
