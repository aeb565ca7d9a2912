package italk.itest.support;

import static org.junit.Assert.assertEquals;

import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Leaks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What stayed in memory of versions that no longer run. */
public final class Remains {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Remains() {}

  /** Waits until nothing is left, and names what is where that takes too long. */
  public static void assertNone(Leaks leaks) {
    long end = System.nanoTime() + LIMIT.toNanos();
    List<Leak> left = leaks.find();
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      left = leaks.find();
    }
    assertEquals("what is left behind", List.of(), left);
  }
}
