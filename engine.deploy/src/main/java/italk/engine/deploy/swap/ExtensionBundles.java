package italk.engine.deploy.swap;

import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Trials;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of the hot folder in the framework. Their locations begin with {@value #LOCATION} and
 * the symbolic name, however the file is called. All other bundles are core and are never touched.
 * For one thread at a time.
 */
public final class ExtensionBundles implements AutoCloseable {

  /** What the locations of all extensions, and of their libraries, begin with. */
  public static final String LOCATION = "italk-extension:";

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionBundles.class);

  private final BundleContext context;
  private final BundleContext system;
  private final Wirings wirings;
  private final Trials trials;
  private final Judgement judgement;
  private final Bundles bundles;

  private final VersionHook hook = new VersionHook();
  private final ServiceRegistration<?> hookRegistration;

  /** The bundle of each symbolic name that counts, and when it was put in here. */
  private final Map<String, Installed> installed = new HashMap<>();

  private record Installed(Bundle bundle, long modified) {

    static Installed of(Bundle bundle) {
      return new Installed(bundle, bundle.getLastModified());
    }
  }

  /**
   * For the framework of {@code context}.
   *
   * @param startLevel of the extensions; 0 for the framework's own
   * @param activationLimit how long a new version may take to start, and again to become active
   */
  public ExtensionBundles(
      BundleContext context, Trials trials, int startLevel, Supplier<Duration> activationLimit) {
    Bundle systemBundle = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    this.context = context;
    this.system = systemBundle.getBundleContext();
    this.wirings = new Wirings(systemBundle);
    this.trials = trials;
    this.bundles = new Bundles(system, hook, wirings, startLevel);
    this.judgement = new Judgement(context, activationLimit);
    this.hookRegistration =
        context.registerService(
            new String[] {ResolverHookFactory.class.getName(), CollisionHook.class.getName()},
            hook,
            null);
    adopt();
  }

  /** The bundles stay as they are. */
  @Override
  public void close() {
    hookRegistration.unregister();
  }

  /** Those of an earlier run of this bundle in the same framework. */
  private void adopt() {
    for (Bundle bundle : system.getBundles()) {
      if (isExtension(bundle)) {
        Installed before = installed.put(bundle.getSymbolicName(), Installed.of(bundle));
        if (before != null) {
          LOG.warn("An operation on {} was interrupted.", bundle.getSymbolicName());
          Bundle keep = isStarted(before.bundle()) ? before.bundle() : bundle;
          installed.put(bundle.getSymbolicName(), Installed.of(keep));
          bundles.uninstallInBackground(keep == bundle ? before.bundle() : bundle);
        }
      }
    }
  }

  /** The symbolic names of all that were installed from the hot folder, in this run or before. */
  public Set<String> symbolicNames() {
    return Set.copyOf(installed.keySet());
  }

  /** The symbolic name of the bundle that is this extension, or has this symbolic name. */
  public Optional<String> symbolicName(String extension) {
    return installed.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().equals(extension)
                    || ExtensionNames.of(entry.getValue().bundle())
                        .filter(extension::equals)
                        .isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The extension that the bundle of a symbolic name is; empty where it is none. */
  public Optional<String> extension(String symbolicName) {
    return bundle(symbolicName).flatMap(ExtensionNames::of);
  }

  /** The version of the bundle of a symbolic name; empty where there is none. */
  public Optional<Version> version(String symbolicName) {
    return bundle(symbolicName).map(Bundle::getVersion);
  }

  private Optional<Bundle> bundle(String symbolicName) {
    return Optional.ofNullable(installed.get(symbolicName)).map(Installed::bundle);
  }

  /** False where somebody else has updated or uninstalled the bundle since it was put in here. */
  public boolean isUntouched(String symbolicName) {
    Installed here = installed.get(symbolicName);
    return here != null
        && here.bundle().getState() != Bundle.UNINSTALLED
        && here.modified() == here.bundle().getLastModified();
  }

  /**
   * True where the content of this bundle was put in here, and by nobody else since. Any thread.
   */
  public boolean isOurs(Bundle bundle) {
    return bundles.isOurs(bundle);
  }

  /**
   * Installs and starts a new bundle. Nothing stays behind where it can't be resolved or started.
   */
  public void install(ExtensionJar jar, Path bytes) throws RefusedException, InterruptedException {
    start(jar.symbolicName(), bundles.installResolved(jar, bytes, Optional.empty()));
  }

  private void start(String symbolicName, Bundle bundle)
      throws RefusedException, InterruptedException {
    boolean isStarted = false;
    try {
      judgement.start(bundle);
      installed.put(symbolicName, Installed.of(bundle));
      isStarted = true;
    } finally {
      if (!isStarted) {
        bundles.uninstall(bundle);
      }
    }
  }

  /**
   * Installs and starts a new bundle, as {@link #install} does, and examines it before anything
   * passes it.
   *
   * @throws RefusedException with the result {@code FAILED} where it stays and is not active
   */
  public void installAndExamine(ExtensionJar jar, Path bytes)
      throws RefusedException, InterruptedException {
    Bundle bundle = bundles.installResolved(jar, bytes, Optional.empty());
    boolean isBegun = false;
    try (RunningTrials running = new RunningTrials()) {
      running.begin(trials, List.of(bundle));
      isBegun = true;
      start(jar.symbolicName(), bundle);
      examine(bundle, running);
    } finally {
      if (!isBegun) {
        bundles.uninstall(bundle);
      }
    }
  }

  /**
   * Waits until the bundle is active, healthy and answers a probe. It stays installed in any case.
   *
   * @throws RefusedException where it is not
   */
  public void examine(String symbolicName) throws RefusedException, InterruptedException {
    Bundle bundle = bundle(symbolicName).orElseThrow();
    try (RunningTrials running = new RunningTrials()) {
      running.begin(trials, List.of(bundle));
      examine(bundle, running);
    }
  }

  private void examine(Bundle bundle, RunningTrials running)
      throws RefusedException, InterruptedException {
    try {
      judgement.examine(bundle, running.of(bundle));
    } catch (RefusedException bad) {
      throw bad.after(Result.FAILED, Duration.ZERO);
    }
  }

  /**
   * Puts another version, or other bytes, in the place of a bundle. Where that fails, the one
   * before runs again.
   *
   * @return how long messages could not pass
   */
  public Duration replace(ExtensionJar jar, Path bytes)
      throws RefusedException, InterruptedException {
    Bundle old = bundle(jar.symbolicName()).orElseThrow();
    if (old.getState() == Bundle.UNINSTALLED) {
      // Somebody else did that: there is nothing to go back to.
      installed.remove(jar.symbolicName());
      installAndExamine(jar, bytes);
      return Duration.ZERO;
    }
    Dependents dependents = wirings.dependentsOf(old);
    hook.allowBeside(old);
    try {
      Bundle next = bundles.installResolved(jar, bytes, Optional.of(old));
      return swap(jar.symbolicName(), dependents, old, next);
    } finally {
      hook.over();
    }
  }

  private Duration swap(String symbolicName, Dependents dependents, Bundle old, Bundle next)
      throws RefusedException, InterruptedException {
    Bundle goes = next;
    try {
      Duration held = new Swap(trials, hook, judgement, dependents, old, next).run();
      installed.put(symbolicName, Installed.of(next));
      goes = old;
      return held;
    } finally {
      bundles.uninstallStopped(goes);
    }
  }

  /** Uninstalls a bundle and, where no core bundle uses it, everything that was loaded from it. */
  public void uninstall(String symbolicName) {
    Installed gone = installed.remove(symbolicName);
    if (gone != null) {
      bundles.uninstall(gone.bundle());
    }
  }

  private static boolean isStarted(Bundle bundle) {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  static boolean isExtension(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }
}
