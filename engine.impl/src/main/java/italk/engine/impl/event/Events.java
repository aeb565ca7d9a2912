package italk.engine.impl.event;

import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.impl.work.CallStatistics;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every event to the queue of every extension that listens, and turns what fails into events
 * and log lines.
 *
 * <p>Publishing never blocks. Events that one thread publishes reach each listener in that order.
 */
public final class Events {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final long LOG_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MAX_LOG_KEYS = 1_000;
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private final Workers workers;
  private final IntSupplier bound;
  private final ConcurrentMap<String, ListenerQueue> queues = new ConcurrentHashMap<>();
  // Removed while one of their listeners was being told: who unregisters it has to wait for them.
  private final Set<ListenerQueue> leaving = ConcurrentHashMap.newKeySet();
  // By owner, the names under which they asked to be told.
  private final ConcurrentMap<String, String> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong subscriptionIds = new AtomicLong();
  private final ConcurrentMap<String, Long> logged = new ConcurrentHashMap<>();

  /**
   * @param bound how many events may wait for one extension
   */
  public Events(Workers workers, IntSupplier bound) {
    this.workers = workers;
    this.bound = bound;
    workers.every(CHECK_INTERVAL, () -> queues.values().forEach(ListenerQueue::check));
  }

  /** Tells everyone who listens. */
  public void publish(EngineEvent event) {
    for (ListenerQueue queue : queues.values()) {
      queue.offer(event);
    }
  }

  /**
   * Reports that something failed: an event each time, a log line at most every ten seconds for the
   * same thing.
   *
   * @param thrown what was thrown, or null
   */
  public void failed(
      String source, String operation, String subject, String what, Throwable thrown) {
    String description = thrown == null ? what : what + ": " + textOf(thrown);
    if (mayLog(source + '/' + operation)) {
      LOG.warn("{}: {} ({}): {}", source, operation, subject, description);
      logStack(source, operation, thrown);
    }
    publish(new Failure(source, operation, subject, description, Instant.now()));
  }

  // So is its stack: what can't be printed is left out, and the report goes on.
  private static void logStack(String source, String operation, Throwable thrown) {
    if (thrown == null || !LOG.isDebugEnabled()) {
      return;
    }
    try {
      LOG.debug("{}: {}", source, operation, thrown);
    } catch (RuntimeException | Error e) {
      LOG.debug("{}: {}: its stack can't be printed: {}", source, operation, e.getClass());
    }
  }

  // An exception's text is foreign code, too, and may throw as well.
  private static String textOf(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getName() + " (asked for its text, it threw again)";
    }
  }

  private boolean mayLog(String key) {
    long now = System.nanoTime();
    if (logged.size() > MAX_LOG_KEYS) {
      logged.clear();
    }
    Long last = logged.get(key);
    if (last != null && now - last < LOG_INTERVAL_NANOS) {
      return false;
    }
    return last == null ? logged.putIfAbsent(key, now) == null : logged.replace(key, last, now);
  }

  /** From now on these are told; what waited for them comes first. */
  public void attach(String owner, List<EngineListener> listeners) {
    queue(owner).attach(listeners);
  }

  /**
   * Tells a listener that is no service, until it is removed.
   *
   * @return its owner
   */
  public String subscribe(String name, EngineListener listener) {
    String owner = name + " #" + subscriptionIds.incrementAndGet();
    attach(owner, List.of(listener));
    subscriptions.put(owner, name);
    return owner;
  }

  /** Ends all subscriptions. */
  public void endSubscriptions() {
    subscriptions.keySet().forEach(this::remove);
  }

  /**
   * A subscription, and how it went.
   *
   * @param name under which it was asked for
   * @param waiting how many events wait for it
   * @param statistics what it was told
   */
  public record Told(String name, int waiting, CallStatistics statistics) {}

  /** All subscriptions, by owner. */
  public List<Told> subscriptions() {
    List<Told> all = new ArrayList<>();
    new TreeMap<>(subscriptions)
        .forEach(
            (owner, name) -> {
              ListenerQueue queue = queues.get(owner);
              if (queue != null) {
                all.add(new Told(name, queue.waiting(), queue.statistics()));
              }
            });
    return all;
  }

  /** How many events wait for the listeners of an owner. */
  public int waitingFor(String owner) {
    ListenerQueue queue = queues.get(owner);
    return queue == null ? 0 : queue.waiting();
  }

  /** From now on what happens is kept for this owner until it attaches, or is removed. */
  public void detach(String owner) {
    queue(owner).detach();
  }

  /** Forgets an owner and what it was not told yet. */
  public void remove(String owner) {
    subscriptions.remove(owner);
    ListenerQueue removed = queues.remove(owner);
    if (removed != null) {
      removed.discard();
      leaving.add(removed);
    }
    leaving.removeIf(ListenerQueue::isQuiet);
  }

  /** What tells whether an owner's listeners are at rest, also after the owner was removed. */
  @FunctionalInterface
  public interface ListenerQuiet {
    /** Waits until no listener is being told; false where it took too long. */
    boolean await(Duration limit) throws InterruptedException;
  }

  /** To be asked for before an owner is detached or removed, and waited for after. */
  public ListenerQuiet quietOf(String owner) {
    List<ListenerQueue> found =
        Stream.concat(
                Stream.ofNullable(queues.get(owner)),
                leaving.stream().filter(queue -> queue.owner().equals(owner)))
            .toList();
    return limit -> areQuiet(found, limit);
  }

  /** Waits until all has been told that can be. */
  public boolean awaitAllQuiet(Duration limit) throws InterruptedException {
    return areQuiet(queues.values(), limit);
  }

  private static boolean areQuiet(Collection<ListenerQueue> queues, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (ListenerQueue queue : queues) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      if (!queue.awaitQuiet(left)) {
        return false;
      }
    }
    return true;
  }

  /** How often listeners of this owner failed or were left out. */
  public long failuresOf(String owner) {
    ListenerQueue queue = queues.get(owner);
    return queue == null ? 0 : queue.failures();
  }

  private ListenerQueue queue(String owner) {
    return queues.computeIfAbsent(
        owner, name -> new ListenerQueue(name, workers, bound, this::failed));
  }
}
