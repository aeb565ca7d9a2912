package italk.engine.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the condition {@value #CONDITION} once every jar that lay in the folder at the start
 * was installed or refused. FileInstall's thread and the timer's both come here.
 */
final class FirstReading implements AutoCloseable {

  /** Its id; the engine's gate waits for it. */
  static final String CONDITION = "italk.extensions.read";

  private static final Logger LOG = LoggerFactory.getLogger(FirstReading.class);

  private final BundleContext context;
  private final Duration bound;
  private final Set<Path> unread = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final ScheduledExecutorService timer;

  FirstReading(BundleContext context, Collection<Path> jars, Duration bound) {
    this.context = context;
    this.bound = bound;
    unread.addAll(jars);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "italk-hot-folder-first-reading");
              thread.setDaemon(true);
              return thread;
            });
    timer.schedule(this::overdue, bound.toMillis(), TimeUnit.MILLISECONDS);
    finishWhereAllIsRead();
  }

  /** This jar was installed or refused. */
  void read(Path jar) {
    if (unread.remove(jar)) {
      finishWhereAllIsRead();
    }
  }

  private void finishWhereAllIsRead() {
    // A jar that was deleted before anybody looked is no reason to wait.
    unread.removeIf(jar -> !Files.exists(jar));
    if (unread.isEmpty()) {
      finish();
    }
  }

  private void overdue() {
    finishWhereAllIsRead();
    if (!finished.get()) {
      LOG.warn(
          "After {} s these extensions are still not read: {}. The engine goes on without waiting"
              + " for them; look for a bundle that hangs while it starts.",
          bound.toSeconds(),
          unread.stream().map(Path::getFileName).sorted().toList());
      finish();
    }
  }

  // Stays registered as long as our bundle is active: the folder was read, whatever happens later.
  private void finish() {
    if (finished.compareAndSet(false, true)) {
      context.registerService(
          Condition.class,
          Condition.INSTANCE,
          FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, CONDITION)));
      timer.shutdownNow();
    }
  }

  @Override
  public void close() {
    finished.set(true);
    timer.shutdownNow();
  }
}
