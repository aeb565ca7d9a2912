package italk.engine.impl.work;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * A {@link SerialQueue} for each key that has something to do: items of one key keep their order,
 * keys don't wait for one another. Not bounded itself; whoever submits is.
 *
 * @param <K> the unit of order
 * @param <T> what is handled
 */
public final class Lanes<K, T> {

  private final Executor executor;
  private final BiConsumer<? super T, Runnable> handler;
  private final ConcurrentMap<K, SerialQueue<T>> lanes = new ConcurrentHashMap<>();

  public Lanes(Executor executor, BiConsumer<? super T, Runnable> handler) {
    this.executor = executor;
    this.handler = handler;
  }

  /** Handles {@code item} after all that were submitted before with an equal key. */
  public void submit(K key, T item) {
    // Adding inside compute: a lane can't be dropped between being found and being given something.
    lanes
        .compute(
            key,
            (k, found) -> {
              SerialQueue<T> lane = found == null ? newLane(k) : found;
              lane.add(item);
              return lane;
            })
        .schedule();
  }

  private SerialQueue<T> newLane(K key) {
    return new SerialQueue<>(executor, () -> Integer.MAX_VALUE, handler, () -> drop(key));
  }

  private void drop(K key) {
    lanes.computeIfPresent(key, (k, lane) -> lane.isIdle() ? null : lane);
  }

  public int size() {
    return lanes.size();
  }
}
