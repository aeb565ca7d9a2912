package italk.engine.deploy;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What operations ask of the engine; the test says which versions turn out badly. */
final class FakeEngine implements Trials, Extensions {

  /** What was asked, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Versions that never become active, with the reason. */
  final Map<String, String> inactive = new ConcurrentHashMap<>();

  /** Versions that fail at the probe, with the reason. */
  final Map<String, String> failing = new ConcurrentHashMap<>();

  private final Set<String> underWay = new HashSet<>();
  private final BundleContext context;

  FakeEngine(BundleContext context) {
    this.context = context;
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
      return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    @Override
    public Optional<String> awaitActive(long bundleId, Duration limit) {
      return Optional.ofNullable(inactive.get(versionOf(bundleId)));
    }

    @Override
    public Optional<String> probe(long bundleId) {
      asked.add("probe " + versionOf(bundleId));
      return Optional.ofNullable(failing.get(versionOf(bundleId)));
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
