package italk.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** A framework with the engine in it, and the lock on its home. */
final class EngineFramework implements AutoCloseable {

  private static final Duration STOP_BOUND = Duration.ofSeconds(20);
  private static final Predicate<Path> SHELL = jar -> jar.getParent().toString().endsWith("-shell");
  private static final int MAX_FAILURES = 20;
  private static final String API = "italk.engine.api-";

  private final HomeLock lock;
  private final Framework framework;
  private final int shellLevel;

  /** Added to by the framework's one thread for events. */
  private final CopyOnWriteArrayList<String> failures = new CopyOnWriteArrayList<>();

  private EngineFramework(HomeLock lock, Framework framework, int shellLevel) {
    this.lock = lock;
    this.framework = framework;
    this.shellLevel = shellLevel;
  }

  /**
   * Starts everything but the shell.
   *
   * @param embedded true where the API's classes are those of this class loader, and there is no
   *     shell at all
   * @param overrides framework properties that win over everything else
   */
  static EngineFramework start(Home home, boolean embedded, Map<String, String> overrides) {
    home.create();
    HomeLock lock = HomeLock.take(home);
    EngineFramework started = null;
    try {
      Installation installation = Installation.prepare(home.folder());
      BundleFolders bundles = new BundleFolders(installation);
      Map<String, String> properties =
          new HashMap<>(FrameworkProperties.of(home, installation, overrides));
      // What people write is in both.
      Home.createClosed(Path.of(properties.get("italk.data")).toAbsolutePath());
      Home.createClosed(Path.of(properties.get("italk.log")).toAbsolutePath());
      if (embedded) {
        properties.merge(
            Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, apiPackages(bundles), (a, b) -> a + "," + b);
      }
      started =
          new EngineFramework(
              lock, new FrameworkFactory().newFramework(properties), bundles.highest(SHELL));
      started.start(bundles, embedded);
      return started;
    } catch (IOException | BundleException failed) {
      stop(started, lock);
      throw new StartException("The framework can't be started: " + failed.getMessage(), failed);
    } catch (StartException failed) {
      stop(started, lock);
      throw failed;
    }
  }

  private static void stop(EngineFramework started, HomeLock lock) {
    if (started != null) {
      started.close();
    } else {
      lock.close();
    }
  }

  private void start(BundleFolders bundles, boolean embedded) throws IOException, BundleException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(this::note);
    Predicate<Path> wanted = embedded ? SHELL.or(EngineFramework::isApi).negate() : jar -> true;
    bundles.install(context, wanted);
    framework.start();
    raiseTo(bundles.highest(SHELL.negate()));
  }

  /** Opens the shell and its door. */
  void startShell() {
    raiseTo(shellLevel);
  }

  private void raiseTo(int level) {
    CountDownLatch raised = new CountDownLatch(1);
    framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> raised.countDown());
    try {
      raised.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      note(event.getBundle().getSymbolicName(), event.getThrowable());
    }
  }

  private void note(String bundle, Throwable failure) {
    // Of a component that can't be activated there is one each time somebody asks for it, and it
    // doesn't say why: see FailedComponents.
    if (!(failure instanceof ServiceException) && failures.size() < MAX_FAILURES) {
      failures.addIfAbsent(bundle + ": " + failure.getMessage());
    }
  }

  /** For services. */
  BundleContext context() {
    return framework.getBundleContext();
  }

  /** What went wrong in the framework since the start, once each, the first of them. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns when the framework has stopped, whoever stopped it. */
  void awaitStop() {
    try {
      FrameworkEvent event = framework.waitForStop(0);
      // "update 0" in the shell means: all again.
      while (event.getType() == FrameworkEvent.STOPPED_UPDATE) {
        framework.start();
        raiseTo(shellLevel);
        event = framework.waitForStop(0);
      }
    } catch (BundleException failed) {
      throw new StartException("The framework can't be restarted: " + failed.getMessage(), failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops all bundles, waits for that, and frees the home. */
  @Override
  public void close() {
    try {
      framework.stop();
      FrameworkEvent event = framework.waitForStop(STOP_BOUND.toMillis());
      if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        throw new StartException(
            "The engine has not stopped within " + STOP_BOUND.toSeconds() + " s.");
      }
    } catch (BundleException failed) {
      throw new StartException("The engine can't be stopped: " + failed.getMessage(), failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }

  private static boolean isApi(Path jar) {
    return jar.getFileName().toString().startsWith(API);
  }

  // Without "uses": the system bundle has all of them anyway.
  private static String apiPackages(BundleFolders bundles) throws IOException {
    try (JarFile api = new JarFile(bundles.jar(API).toFile())) {
      return api.getManifest()
          .getMainAttributes()
          .getValue(Constants.EXPORT_PACKAGE)
          .replaceAll(";uses:=\"[^\"]*\"", "");
    }
  }
}
