package italk.engine.impl.hook;

import static italk.engine.impl.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.Fakes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

@Timeout(20)
class BindingTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration PLENTY = Duration.ofSeconds(10);

  private final CountDownLatch activated = new CountDownLatch(1);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final ExecutorService binders = Executors.newCachedThreadPool();
  private final Queue<Runnable> retries = new ConcurrentLinkedQueue<>();
  private volatile Object service = new Object();
  private final Binding binding = newBinding();

  /** Notes what it is told. */
  private final class Noting implements HookTrackers.Owner {
    @Override
    public BoundService bind(Object bound, ServiceReference<?> reference, String bundleName) {
      done.add("bind " + bundleName);
      return new BoundService(bound, reference, bundleName);
    }

    @Override
    public void rankingChanged(BoundService changed) {
      done.add("ranking");
    }

    @Override
    public void unbind(BoundService bound) {
      done.add("unbind");
    }

    @Override
    public void installed(long bundleId, Optional<InstalledExtension> extension) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void arrived(String what) {
      throw new UnsupportedOperationException();
    }
  }

  @SuppressWarnings("unchecked")
  private Binding newBinding() {
    Bundle bundle = Fakes.of(Bundle.class, "bundle", Map.of("getSymbolicName", none -> "ext"));
    Map<String, Object> properties =
        Map.of(
            Constants.SERVICE_ID,
            7L,
            Constants.OBJECTCLASS,
            new String[] {MessageInterceptor.class.getName()});
    ServiceReference<Object> reference =
        Fakes.of(
            ServiceReference.class,
            "reference",
            Map.of("getBundle", none -> bundle, "getProperty", key -> properties.get(key[0])));
    BundleContext context =
        Fakes.of(
            BundleContext.class,
            "context",
            Map.of("getService", any -> activate(), "ungetService", any -> done.add("unget")));
    return new Binding(
        context,
        new Noting(),
        reference,
        binders,
        (delay, task) -> {
          done.add("again in " + delay.toSeconds() + " s");
          retries.add(task);
        });
  }

  private Object activate() {
    try {
      activated.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return service;
  }

  @AfterEach
  void stop() {
    activated.countDown();
    binders.shutdownNow();
  }

  @Test
  void whatCanNotBeHadIsTriedAgainEverLessOftenUntilItCan() {
    activated.countDown();
    service = null;
    binding.begin(PLENTY);
    soon().until(() -> retries.size() == 1);
    binding.modified(PLENTY); // Tried, too, but one is planned already.
    retries.remove().run();
    soon().until(() -> retries.size() == 1);
    service = new Object();
    retries.remove().run();
    soon().until(() -> done.contains("bind ext"));

    assertThat(done).containsExactly("again in 1 s", "again in 2 s", "bind ext");
  }

  @Test
  void whatHasGoneIsNotTriedAgain() {
    activated.countDown();
    service = null;
    binding.begin(PLENTY);
    soon().until(() -> retries.size() == 1);
    binding.end(PLENTY);
    service = new Object();
    retries.remove().run();

    assertThat(done).containsExactly("again in 1 s");
  }

  @Test
  void whatIsThereAtOnceIsBoundOnReturn() {
    activated.countDown();
    binding.begin(PLENTY);
    binding.modified(PLENTY);
    binding.end(PLENTY);

    assertThat(done).containsExactly("bind ext", "ranking", "unbind", "unget");
  }

  @Test
  void whatHangsInItsActivationHoldsNobodyAndIsBoundWhenItComesBack() {
    binding.begin(SHORT);
    binding.modified(SHORT);
    assertThat(done).isEmpty();

    activated.countDown();
    soon().until(() -> done.equals(List.of("bind ext")));
  }

  @Test
  void whatIsRemovedWhileItHangsIsNeverBoundAndIsGivenBackOnce() {
    binding.begin(SHORT);
    binding.end(PLENTY);
    assertThat(done).isEmpty();

    activated.countDown();
    soon().until(() -> !done.isEmpty());
    binding.begin(PLENTY);
    assertThat(done).containsExactly("unget");
  }

  @Test
  void whatCouldNotBeHadIsTriedAgainWhenItChanges() {
    activated.countDown();
    service = null;
    binding.begin(PLENTY);
    assertThat(done).containsExactly("again in 1 s");

    service = new Object();
    binding.modified(PLENTY);
    retries.remove().run();
    assertThat(done).containsExactly("again in 1 s", "bind ext");
  }
}
