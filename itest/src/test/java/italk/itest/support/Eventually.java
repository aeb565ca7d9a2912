package italk.itest.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, without needing anything but the JDK inside the framework. */
public final class Eventually {

  private Eventually() {}

  /** Returns as soon as the condition holds. */
  public static void eventually(String what, Duration limit, Callable<Boolean> condition) {
    long end = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (System.nanoTime() - end < 0) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    throw new AssertionError("Not within " + limit.toMillis() + " ms: " + what, last);
  }
}
