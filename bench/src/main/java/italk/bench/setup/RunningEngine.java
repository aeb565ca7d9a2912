package italk.bench.setup;

import italk.engine.api.Engine;
import italk.runtime.Italk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The distribution as it is shipped, in this process, with a home of its own. */
public final class RunningEngine implements AutoCloseable {

  private final Path home;
  private final boolean keeping;
  private final Italk italk;
  private final BundleContext context;

  private RunningEngine(Path home, boolean keeping, Italk italk) {
    this.home = home;
    this.keeping = keeping;
    this.italk = italk;
    this.context =
        FrameworkUtil.getBundle(italk.engine().getClass())
            .getBundleContext()
            .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
            .getBundleContext();
  }

  /**
   * Starts one.
   *
   * @param configuration the content of {@code config.json}
   * @param extension a jar for its hot folder
   */
  public static RunningEngine start(String configuration, Optional<Path> extension)
      throws IOException {
    Path home = Place.newFolder("home");
    Files.writeString(home.resolve("config.json"), configuration);
    Files.createDirectories(home.resolve("extensions"));
    if (extension.isPresent()) {
      Files.copy(extension.get(), home.resolve("extensions/bench-hook.jar"));
    }
    return new RunningEngine(home, false, Italk.start(home));
  }

  /**
   * Starts one in a home that stays.
   *
   * @param configuration the content of {@code config.json}
   */
  public static RunningEngine startIn(Path home, String configuration) throws IOException {
    Files.writeString(home.resolve("config.json"), configuration);
    Files.createDirectories(home.resolve("extensions"));
    return new RunningEngine(home, true, Italk.start(home));
  }

  /** The system bundle's. */
  public BundleContext context() {
    return context;
  }

  /** The engine of the moment. */
  public Engine engine() {
    return italk.engine();
  }

  /** The bundle with this symbolic name. */
  public Bundle bundle(String symbolicName) {
    for (Bundle bundle : context.getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new IllegalStateException("There is no bundle " + symbolicName + ".");
  }

  /** A service, waited for; empty where there is none within the limit. */
  public <S> Optional<S> service(Class<S> type, Duration limit) throws InterruptedException {
    ServiceTracker<S, S> tracker = new ServiceTracker<>(context, type, null);
    tracker.open();
    try {
      return Optional.ofNullable(tracker.waitForService(limit.toMillis()));
    } finally {
      tracker.close();
    }
  }

  @Override
  public void close() {
    italk.close();
    if (!keeping) {
      Place.delete(home);
    }
  }
}
