package italk.engine.impl.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hook service on its way into the registry and out of it. Getting a service may run an
 * extension's activation, giving it back its deactivation, and both may never return: so they
 * happen on a thread of ours.
 *
 * <p>What the registry is told about one service is told under this one's lock, in order: bound at
 * most once, never after it was removed, and unbound once. Foreign code runs without the lock.
 *
 * <p>One that can't be had is tried again, ever less often. Nothing tells when it can: what it
 * depends on may be corrected a moment after it was asked for, in a configuration or in a database,
 * and its service stays registered all the while.
 */
final class Binding {

  private static final Logger LOG = LoggerFactory.getLogger(Binding.class);

  private static final List<String> OTHERS =
      List.of(
          "java.", "jdk.", "sun.", "org.apache.felix.", "org.eclipse.osgi.", "italk.engine.impl.");

  private final BundleContext context;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final int LAST_DOUBLING = 5; // 32 s

  /** Runs something after a while, on a thread that must not be kept. */
  interface Later {
    void after(Duration delay, Runnable task);
  }

  private final HookTrackers.Owner owner;
  private final ServiceReference<Object> reference;
  private final Executor binders;
  private final Later later;
  private final String bundleName;

  // Guarded by this.
  private boolean getting;
  private boolean removed;
  private BoundService bound;
  private int failures;
  private boolean retryPlanned;

  /** Who is in the extension's activation just now; null where nobody is. */
  private volatile Thread activating;

  Binding(
      BundleContext context,
      HookTrackers.Owner owner,
      ServiceReference<Object> reference,
      Executor binders,
      Later later) {
    this.context = context;
    this.owner = owner;
    this.reference = reference;
    this.binders = binders;
    this.later = later;
    this.bundleName = reference.getBundle().getSymbolicName();
  }

  /**
   * Gets the service and binds it, unless that is done or being done.
   *
   * @param patience how long to wait for the end of it, so that who registers a sound service finds
   *     it in force; what takes longer goes on by itself
   */
  void begin(Duration patience) {
    synchronized (this) {
      if (getting || removed || bound != null) {
        return;
      }
      getting = true;
    }
    elsewhere(this::getAndBind, patience);
  }

  private void elsewhere(Runnable foreign, Duration patience) {
    CountDownLatch ended = new CountDownLatch(1);
    binders.execute(
        () -> {
          try {
            foreign.run();
          } finally {
            ended.countDown();
          }
        });
    try {
      ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void getAndBind() {
    Object service = get();
    boolean wanted;
    synchronized (this) {
      getting = false;
      wanted = service != null && !removed;
      if (wanted) {
        bound = owner.bind(service, reference, bundleName);
      }
    }
    if (service == null) {
      planRetry();
    } else if (!wanted) {
      unget();
    }
  }

  private void planRetry() {
    Duration delay;
    synchronized (this) {
      if (removed || retryPlanned) {
        return;
      }
      retryPlanned = true;
      delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures++, LAST_DOUBLING));
    }
    later.after(
        delay,
        () -> {
          synchronized (this) {
            retryPlanned = false;
          }
          begin(Duration.ZERO);
        });
  }

  // Null where it failed to activate: Declarative Services have logged why.
  private Object get() {
    activating = Thread.currentThread();
    try {
      return context.getService(reference);
    } catch (IllegalStateException e) { // The engine itself has been stopped meanwhile.
      return null;
    } finally {
      activating = null;
    }
  }

  /**
   * Where in code that is not ours nor the framework's its activation is just now; empty where it
   * is in none.
   */
  Optional<StackTraceElement> whereItActivates() {
    Thread thread = activating;
    return thread == null
        ? Optional.empty()
        : Stream.of(thread.getStackTrace())
            .filter(frame -> OTHERS.stream().noneMatch(frame.getClassName()::startsWith))
            .findFirst();
  }

  /** Its properties are others: its place in the order, or whether it can be had at last. */
  void modified(Duration patience) {
    BoundService found;
    synchronized (this) {
      found = bound;
    }
    if (found == null) {
      begin(patience);
    } else {
      owner.rankingChanged(found);
    }
  }

  /**
   * On return nobody calls it any more, or it was too slow in coming back from a call.
   *
   * @param patience how long to wait for its deactivation, which may run when it is given back
   */
  void end(Duration patience) {
    BoundService found;
    synchronized (this) {
      removed = true;
      found = bound;
      bound = null;
    }
    if (found != null) {
      owner.unbind(found);
      elsewhere(this::unget, patience);
    }
  }

  private void unget() {
    try {
      context.ungetService(reference);
    } catch (IllegalStateException e) { // The engine itself was stopped, and all given back.
      LOG.debug("{} was given back already", bundleName, e);
    }
  }
}
