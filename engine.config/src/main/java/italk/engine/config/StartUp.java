package italk.engine.config;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells when all bundles had the time to come. Until then it means nothing that an extension is not
 * installed: the hot folder is read after the core was started. For the thread "italk-config" only.
 */
final class StartUp {

  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<String> awaited;
  private final Predicate<String> isRegistered;
  private final long began = System.nanoTime();
  private boolean over;

  /**
   * @param awaited ids of OSGi conditions, separated by commas; null or blank for none
   * @param isRegistered tells whether the condition with an id is registered
   */
  StartUp(String awaited, Predicate<String> isRegistered) {
    this.awaited =
        awaited == null
            ? List.of()
            : Stream.of(awaited.split(",")).map(String::strip).filter(id -> !id.isEmpty()).toList();
    this.isRegistered = isRegistered;
  }

  /** True once all were registered, or the time is over; stays true. */
  boolean isOver() {
    over =
        over
            || System.nanoTime() - began > MAX_WAIT_NANOS
            || awaited.stream().allMatch(isRegistered);
    return over;
  }
}
