package italk.engine.deploy;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What operations ask of the engine; the test says which versions turn out badly. */
public final class FakeEngine implements Trials, Extensions {

  /** What was asked, in order. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** Versions that never become active, with the reason. */
  public final Map<String, String> inactive = new ConcurrentHashMap<>();

  /** Versions that fail at the probe, with the reason. */
  public final Map<String, String> failing = new ConcurrentHashMap<>();

  /** Versions at whose probe the engine itself fails. */
  public final Set<String> defects = ConcurrentHashMap.newKeySet();

  /** Versions whose probe does not end unless interrupted. */
  public final Set<String> hanging = ConcurrentHashMap.newKeySet();

  /** Opens once a probe hangs. */
  public final CountDownLatch hangs = new CountDownLatch(1);

  /** What a test does at the probe of a version. */
  public final Map<String, Runnable> atProbe = new ConcurrentHashMap<>();

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final BundleContext context;

  public FakeEngine(BundleContext context) {
    this.context = context;
  }

  /** The extensions whose messages wait. */
  public Set<String> underWay() {
    return Set.copyOf(underWay);
  }

  @Override
  public Trial begin(String extension) {
    if (!underWay.add(extension)) {
      throw new IllegalStateException("A trial of " + extension + " is under way already.");
    }
    asked.add("begin " + extension);
    return new FakeTrial(extension);
  }

  @Override
  public List<ExtensionStatus> list() {
    return List.of();
  }

  @Override
  public Optional<ExtensionStatus> find(String name) {
    return Optional.empty();
  }

  private final class FakeTrial implements Trial {
    private final String extension;

    FakeTrial(String extension) {
      this.extension = extension;
    }

    private String versionOf(long bundleId) {
      Bundle bundle = context.getBundle(bundleId);
      return bundle == null ? "gone" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    @Override
    public Optional<String> awaitActive(long bundleId, Duration limit) {
      return Optional.ofNullable(inactive.get(versionOf(bundleId)));
    }

    @Override
    public Optional<String> probe(long bundleId) throws InterruptedException {
      String version = versionOf(bundleId);
      asked.add("probe " + version);
      Optional.ofNullable(atProbe.get(version)).ifPresent(Runnable::run);
      if (defects.contains(version)) {
        throw new IllegalStateException("a defect of the engine");
      }
      if (hanging.contains(version)) {
        hangs.countDown();
        new CountDownLatch(1).await();
      }
      return Optional.ofNullable(failing.get(version));
    }

    @Override
    public void dismiss(long bundleId) {
      asked.add("dismiss " + versionOf(bundleId));
    }

    @Override
    public void close() {
      underWay.remove(extension);
      asked.add("end " + extension);
    }
  }
}
