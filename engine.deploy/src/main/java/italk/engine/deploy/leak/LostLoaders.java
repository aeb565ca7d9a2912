package italk.engine.deploy.leak;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The class loaders of earlier versions that are still in memory, the oldest first. Framework
 * threads add, the threads of those who look for leaks read.
 */
final class LostLoaders {

  /** More than any engine survives; past it the oldest is forgotten. */
  static final int MOST = 1_000;

  private static final int COLLECTIONS = 3;
  private static final int PAUSE_MILLIS = 100;

  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

  /** Guarded by itself; nothing is called while its lock is held. */
  private final Deque<LostLoader> lost = new ArrayDeque<>();

  /** A reference whose end {@link #afterCollection()} waits for. */
  WeakReference<ClassLoader> reference(ClassLoader loader) {
    return new WeakReference<>(loader, collected);
  }

  void add(LostLoader loader) {
    synchronized (lost) {
      lost.removeIf(LostLoader::isCollected);
      if (lost.size() == MOST) {
        lost.removeFirst();
      }
      lost.addLast(loader);
    }
  }

  /** Those that are in memory, whether somebody holds them or nobody has collected them yet. */
  List<LostLoader> left() {
    synchronized (lost) {
      lost.removeIf(LostLoader::isCollected);
      return List.copyOf(lost);
    }
  }

  /**
   * Those that the garbage collector left. Each collection stops all threads for a moment, so there
   * are no more of them than needed: a second one only where the first left something.
   */
  List<LostLoader> afterCollection() {
    List<LostLoader> left = left();
    for (int round = 0; round < COLLECTIONS && !left.isEmpty(); round++) {
      System.gc();
      if (!awaitCollected()) {
        break;
      }
      left = left();
    }
    return left;
  }

  // What a collection frees may be held a moment longer: by a thread that is just ending, or by
  // what the framework does in the background.
  private boolean awaitCollected() {
    try {
      Reference<?> freed;
      do {
        freed = collected.remove(PAUSE_MILLIS);
      } while (freed != null && !left().isEmpty());
      return true;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
