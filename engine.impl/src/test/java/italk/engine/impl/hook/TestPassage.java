package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
import italk.engine.impl.Fakes;
import italk.engine.impl.event.Events;
import italk.engine.impl.work.Deadlines;
import italk.engine.impl.work.Ticker;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * A passage with everything real but the registry: the test says which hooks there are and whether
 * the gate is open.
 */
public final class TestPassage<S> implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Ticker ticker = new Ticker("italk-clock");
  private final Workers pipeline = new Workers("italk-pipeline", 4, ticker);
  private final Workers listeners = new Workers("italk-listener", 4, ticker);
  private final Deadlines deadlines = new Deadlines(ticker);
  private final Events events = new Events(listeners, () -> 1_000_000);
  private final AtomicLong ids = new AtomicLong();
  private final Class<S> type;
  private final Gate<S> gate;
  private volatile Duration patience = Duration.ofSeconds(10);

  // Guarded by this.
  private final List<Hook<S>> hooks = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();
  private final List<Fence> draining = new ArrayList<>();

  public TestPassage(Class<S> type) {
    this.type = type;
    gate = new Gate<>(() -> patience, new Chain<>(List.of(), List.of()));
    ticker.every(Duration.ofMillis(5), gate::refuseLate);
  }

  public Passage<S> passage() {
    return new Passage<>("intercept test", gate, pipeline, deadlines, events);
  }

  public Events events() {
    return events;
  }

  public Ticker ticker() {
    return ticker;
  }

  public void patience(Duration changed) {
    patience = changed;
  }

  /** From now on this one is asked last. */
  public AutoCloseable add(S service, FailurePolicy policy) {
    return add("ext", service, Duration.ofSeconds(5), policy);
  }

  /** From now on this one is asked last; closing takes it out, as unbinding does. */
  public AutoCloseable add(String owner, S service, Duration timeout, FailurePolicy policy) {
    Hook<S> hook = hook(owner, service, timeout, policy);
    change(() -> hooks.add(hook));
    return () -> {
      change(() -> hooks.remove(hook));
      if (!drained()) {
        throw new AssertionError("Someone is still inside of an old chain with " + owner);
      }
      hook.bound().markGone();
    };
  }

  public void shut(String missing, FailurePolicy policy) {
    change(() -> absences.add(new Absence(missing, policy)));
  }

  public void open() {
    change(absences::clear);
  }

  /** True once nobody is inside of what there was until now. */
  public boolean drains() throws InterruptedException {
    change(() -> {});
    return drained();
  }

  private boolean drained() throws InterruptedException {
    List<Fence> left;
    synchronized (this) {
      draining.removeIf(Fence::isEmpty);
      left = List.copyOf(draining);
    }
    for (Fence fence : left) {
      if (!fence.awaitEmpty(SOON)) {
        return false;
      }
    }
    return true;
  }

  Gate<S> gate() {
    return gate;
  }

  Hook<S> hook(String owner, S service, Duration timeout, FailurePolicy policy) {
    Map<String, Object> properties =
        Map.of(
            Constants.SERVICE_ID,
            ids.incrementAndGet(),
            Constants.OBJECTCLASS,
            new String[] {type.getName()});
    ServiceReference<?> reference =
        Fakes.of(
            ServiceReference.class,
            "service of " + owner,
            Map.of("getProperty", key -> properties.get(key[0])));
    BoundService bound = new BoundService(service, reference, owner);
    return new Hook<>(type, bound, timeout, policy);
  }

  private void change(Runnable fact) {
    synchronized (this) {
      fact.run();
      draining.add(gate.replace(new Chain<>(hooks, absences)).fence());
    }
    gate.wake();
  }

  @Override
  public void close() {
    ticker.close();
    pipeline.close();
    listeners.close();
  }
}
