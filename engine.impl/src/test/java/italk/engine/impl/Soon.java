package italk.engine.impl;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what another thread is about to bring about, and looks often. */
public final class Soon {

  private Soon() {}

  /** Ten seconds at most: only a test that fails takes so long. */
  public static ConditionFactory soon() {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(10));
  }
}
