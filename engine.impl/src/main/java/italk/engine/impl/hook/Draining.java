package italk.engine.impl.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The fences of chains that are no longer in force and may still have someone inside. Safe for any
 * thread.
 */
final class Draining {

  private final List<Fence> fences = new ArrayList<>();

  /** Remembers a fence that is closed. */
  synchronized void add(Fence closed) {
    fences.removeIf(Fence::isEmpty);
    fences.add(closed);
  }

  private synchronized List<Fence> occupied() {
    fences.removeIf(Fence::isEmpty);
    return List.copyOf(fences);
  }

  /**
   * Waits until nobody is inside any of the fences that were added before.
   *
   * @return false where it took longer than {@code limit}
   */
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Fence fence : occupied()) {
      if (!fence.awaitEmpty(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }
}
