package italk.engine.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of the hot folder in the framework. Their location is made of the symbolic name: it
 * stays the same however the file is called. All other bundles are core and are never touched.
 */
final class ExtensionBundles {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionBundles.class);
  private static final String LOCATION = "italk-extension:";
  private static final Duration REFRESH_BOUND = Duration.ofSeconds(10);

  private final BundleContext system;
  private final FrameworkWiring wiring;
  private final int startLevel;

  /**
   * When this last installed or updated a bundle, by symbolic name; for one thread, its caller's.
   */
  private final Map<String, Long> modified = new HashMap<>();

  /**
   * For the framework of {@code context}.
   *
   * @param startLevel of the extensions; 0 for the framework's own
   */
  ExtensionBundles(BundleContext context, int startLevel) {
    Bundle systemBundle = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    this.system = systemBundle.getBundleContext();
    this.wiring = systemBundle.adapt(FrameworkWiring.class);
    this.startLevel = startLevel;
  }

  /** The symbolic names of all that were installed from the hot folder, in this run or before. */
  Set<String> symbolicNames() {
    return List.of(system.getBundles()).stream()
        .filter(ExtensionBundles::isExtension)
        .map(Bundle::getSymbolicName)
        .collect(Collectors.toSet());
  }

  /** False where somebody else has updated the bundle since it was installed or updated here. */
  boolean isUntouched(String symbolicName) {
    Bundle bundle = system.getBundle(location(symbolicName));
    Long here = modified.get(symbolicName);
    return bundle == null || here == null || here == bundle.getLastModified();
  }

  /** Installs and starts a new bundle. Nothing stays behind where that fails. */
  void install(ExtensionJar jar, Path bytes) throws RefusedException {
    refuseCore(jar);
    Bundle bundle = null;
    try (InputStream in = Files.newInputStream(bytes)) {
      bundle = system.installBundle(location(jar.symbolicName()), in);
      if (startLevel > 0) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
      }
      resolve(bundle);
      bundle.start(Bundle.START_ACTIVATION_POLICY);
      modified.put(jar.symbolicName(), bundle.getLastModified());
    } catch (BundleException | IOException failed) {
      remove(bundle);
      throw new RefusedException(inWords(failed));
    } catch (RefusedException refused) {
      remove(bundle);
      throw refused;
    }
  }

  /**
   * Updates a bundle and lets those that use it use the new version. Where that fails, the version
   * before runs again.
   *
   * @param previous the bytes of the version that runs
   */
  void update(ExtensionJar jar, Path bytes, Path previous) throws RefusedException {
    Bundle bundle = system.getBundle(location(jar.symbolicName()));
    Collection<Bundle> affected = wiring.getDependencyClosure(Set.of(bundle));
    refuseRefreshOfCore(affected);
    List<Bundle> running = affected.stream().filter(ExtensionBundles::isRunning).toList();
    try {
      replace(bundle, bytes, running);
    } catch (RefusedException refused) {
      goBack(bundle, previous, running, refused);
      throw new RefusedException(
          refused.getMessage() + ". The version before runs on", refused.missing());
    }
  }

  /** Uninstalls a bundle and, where no core bundle uses it, everything that was loaded from it. */
  void uninstall(String symbolicName) {
    modified.remove(symbolicName);
    remove(system.getBundle(location(symbolicName)));
  }

  /** True where another try may turn out better: everything that was missing is there now. */
  boolean areProvided(Collection<MissingRequirement> missing) {
    return missing.stream().noneMatch(one -> wiring.findProviders(one).isEmpty());
  }

  private void goBack(Bundle bundle, Path previous, List<Bundle> running, RefusedException refused)
      throws RefusedException {
    try {
      replace(bundle, previous, running);
    } catch (RefusedException lost) {
      throw new RefusedException(
          refused.getMessage() + ". The version before did not come back: " + lost.getMessage());
    }
  }

  private void replace(Bundle bundle, Path bytes, List<Bundle> running) throws RefusedException {
    try (InputStream in = Files.newInputStream(bytes)) {
      // Transient: for the framework it is still a bundle that is meant to run, so a crash or a
      // shutdown now doesn't leave it stopped.
      bundle.stop(Bundle.STOP_TRANSIENT);
      bundle.update(in);
      modified.put(bundle.getSymbolicName(), bundle.getLastModified());
      refresh(bundle);
      resolve(bundle);
      for (Bundle one : running) {
        one.start(Bundle.START_ACTIVATION_POLICY);
      }
    } catch (BundleException | IOException failed) {
      throw new RefusedException(inWords(failed));
    }
  }

  private void resolve(Bundle bundle) throws RefusedException {
    if (wiring.resolveBundles(Set.of(bundle))) {
      return;
    }
    List<MissingRequirement> missing = new ArrayList<>();
    for (BundleRequirement requirement :
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
      if (isNeeded(requirement) && wiring.findProviders(requirement).isEmpty()) {
        missing.add(MissingRequirement.copyOf(requirement));
      }
    }
    throw missing.isEmpty()
        ? new RefusedException("it can't be resolved: " + reasonOfFramework(bundle))
        : new RefusedException(
            "it needs what no bundle here provides: "
                + missing.stream()
                    .map(MissingRequirement::inWords)
                    .collect(Collectors.joining(", ")),
            missing);
  }

  // Everything it needs is there, but not together (uses constraints, or a provider that itself
  // can't be resolved): only the framework knows the words for that.
  private static String reasonOfFramework(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT);
      return "the framework gave no reason";
    } catch (BundleException reason) {
      return reason.getMessage();
    }
  }

  private static boolean isNeeded(BundleRequirement requirement) {
    String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
    String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
        && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
  }

  private void refuseCore(ExtensionJar jar) throws RefusedException {
    for (Bundle bundle : system.getBundles()) {
      if (!isExtension(bundle) && jar.symbolicName().equals(bundle.getSymbolicName())) {
        throw new RefusedException(
            jar.symbolicName()
                + " is a bundle of the engine itself ("
                + bundle.getVersion()
                + "), which is not replaced while it runs: take this file out of the folder");
      }
    }
  }

  private static void refuseRefreshOfCore(Collection<Bundle> affected) throws RefusedException {
    Optional<Bundle> core = affected.stream().filter(bundle -> !isExtension(bundle)).findFirst();
    if (core.isPresent()) {
      throw new RefusedException(
          "updating it would restart "
              + core.get().getSymbolicName()
              + ", which uses it and is no extension. The version before runs on; stop the engine"
              + " to update this one");
    }
  }

  private void remove(Bundle bundle) {
    if (bundle == null) {
      return;
    }
    try {
      bundle.uninstall();
      refresh(bundle);
    } catch (BundleException failed) {
      LOG.warn("{} was not uninstalled: {}", bundle, inWords(failed));
    }
  }

  /** Only where somebody still uses what was replaced; the framework did the rest by itself. */
  private void refresh(Bundle bundle) {
    Set<Bundle> one = Set.of(bundle);
    if (!wiring.getRemovalPendingBundles().contains(bundle)) {
      return;
    }
    if (!wiring.getDependencyClosure(one).stream().allMatch(ExtensionBundles::isExtension)) {
      LOG.warn("{} stays in memory until the engine stops: a core bundle uses it.", bundle);
      return;
    }
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring.refreshBundles(one, event -> refreshed.countDown());
    try {
      if (!refreshed.await(REFRESH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} is still not refreshed after {}.", bundle, REFRESH_BOUND);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRunning(Bundle bundle) {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  private static boolean isExtension(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }

  private static String location(String symbolicName) {
    return LOCATION + symbolicName;
  }

  private static String inWords(Exception failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return "it can't be installed or started: " + cause;
  }
}
