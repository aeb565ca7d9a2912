package italk.engine.deploy.swap;

import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.swap.BoundedStep.HangsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts single bundles into the framework and takes them out, so that nothing of them is left over.
 * For one thread at a time, but for what says otherwise.
 */
final class Bundles {

  private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
  private static final Duration UNINSTALL_BOUND = Duration.ofSeconds(5);

  // Of one that was stopped already, or would not be: what hangs there is not worth a wait.
  private static final Duration STOPPED_BOUND = Duration.ofMillis(500);

  private final BundleContext system;
  private final VersionHook hook;
  private final Wirings wirings;
  private final int startLevel;

  /**
   * When the content of each bundle was put in here, by id. Read by the resolver, on any thread.
   */
  private final Map<Long, Long> putIn = new ConcurrentHashMap<>();

  private int count;

  /**
   * Installs with the framework's own context: bundles stay when ours goes.
   *
   * @param startLevel of the bundles; 0 for the framework's own
   */
  Bundles(BundleContext system, VersionHook hook, Wirings wirings, int startLevel) {
    this.system = system;
    this.hook = hook;
    this.wirings = wirings;
    this.startLevel = startLevel;
  }

  /**
   * True where the content of this bundle was put in here, and by nobody else since. Any thread.
   */
  boolean isOurs(Bundle bundle) {
    Long here = putIn.get(bundle.getBundleId());
    return here != null && here == bundle.getLastModified();
  }

  /**
   * Installs a bundle, resolved and not started.
   *
   * @param old which other version of it is there
   */
  Bundle installResolved(ExtensionJar jar, Path bytes, Optional<Bundle> old)
      throws RefusedException, InterruptedException {
    Bundle bundle = null;
    boolean isResolved = false;
    try (InputStream in = Files.newInputStream(bytes)) {
      bundle = system.installBundle(freeLocation(jar.symbolicName()), in);
      putIn.put(bundle.getBundleId(), bundle.getLastModified());
      if (old.isPresent()) {
        hook.oldCounts(old.get(), bundle);
      }
      if (startLevel > 0) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
      }
      wirings.resolve(bundle);
      loadComponent(bundle);
      isResolved = true;
      return bundle;
    } catch (BundleException | IOException failed) {
      throw new RefusedException("it can't be installed: " + Judgement.inWords(failed));
    } finally {
      if (!isResolved) {
        uninstall(bundle);
      }
    }
  }

  // Of a location that is taken, the framework would answer with the bundle that is there.
  private String freeLocation(String symbolicName) {
    String location;
    do {
      location = ExtensionBundles.LOCATION + symbolicName + ":" + ++count;
    } while (system.getBundle(location) != null);
    return location;
  }

  /** What is found now is not found while messages wait. */
  private static void loadComponent(Bundle bundle) throws RefusedException {
    Optional<String> component = ExtensionNames.componentOf(bundle);
    if (component.isPresent()) {
      try {
        bundle.loadClass(component.get());
      } catch (ClassNotFoundException | LinkageError unloadable) {
        throw new RefusedException(
            "its class " + component.get() + " can't be loaded: " + unloadable);
      }
    }
  }

  /** Comes to its end without whoever is interrupted here: what was begun is not left half. */
  void uninstall(Bundle bundle) {
    uninstall(bundle, UNINSTALL_BOUND);
  }

  /** The same for one that nobody has to wait for, because it was told to stop before. */
  void uninstallStopped(Bundle bundle) {
    uninstall(bundle, STOPPED_BOUND);
  }

  private void uninstall(Bundle bundle, Duration bound) {
    if (bundle == null) {
      return;
    }
    try {
      BoundedStep.run(
          "uninstalling " + BoundedStep.nameOf(bundle), bound, () -> uninstallAndForget(bundle));
    } catch (BundleException failed) {
      LOG.warn("{} was not uninstalled: {}", bundle, Judgement.inWords(failed));
    } catch (HangsException hangs) {
      LOG.warn("{}. Going on without waiting for it; see: italk:leaks.", hangs.getMessage());
      uninstallInBackground(bundle);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  void uninstallInBackground(Bundle bundle) {
    BoundedStep.begin(
        "uninstalling " + BoundedStep.nameOf(bundle), () -> uninstallAndForget(bundle));
  }

  private void uninstallAndForget(Bundle bundle) throws BundleException {
    hook.hide(bundle);
    if (bundle.getState() != Bundle.UNINSTALLED) {
      bundle.uninstall();
    }
    putIn.remove(bundle.getBundleId());
    hook.forget(bundle);
    wirings.release(bundle);
  }
}
