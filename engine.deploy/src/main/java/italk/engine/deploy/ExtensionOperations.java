package italk.engine.deploy;

import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.OptionCheck;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Plan;
import italk.engine.api.operation.Trials;
import italk.engine.deploy.folder.ExtensionFolder;
import italk.engine.deploy.folder.Installations;
import italk.engine.deploy.folder.JarFiles;
import italk.engine.deploy.folder.LastGood;
import italk.engine.deploy.folder.RecentOutcomes;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.JarCheck;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.plan.Plans;
import italk.engine.deploy.swap.ExtensionBundles;
import italk.engine.deploy.trust.SignedJars;
import italk.engine.deploy.trust.UntrustedException;
import italk.engine.deploy.trust.UntrustedRevisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to operations on extensions, behind which everything happens on the thread
 * "italk-operations". Its first work is to install what lies in the hot folder.
 *
 * <p>Requires a configuration: before it is known whether jars must be signed, none is installed.
 */
@Component(
    service = {Operations.class, ExtensionOperations.class},
    immediate = true,
    configurationPid = DeployOptions.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DeployOptions.class)
public final class ExtensionOperations implements Operations {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionOperations.class);
  private static final Duration FIRST_READING_BOUND = Duration.ofSeconds(10);

  private final BundleContext context;
  private final SignedJars signedJars;
  private final ExtensionBundles bundles;
  private final Plans plans;
  private final ExtensionFolder folder;
  private final RequestedOperations requested;
  private final RecentOutcomes recent = new RecentOutcomes();
  private final Probation probation;
  private final RunningUntrusted runningUntrusted;
  private final FirstReading firstReading;
  private final OperationThread thread = new OperationThread();
  private final AtomicReference<OptionCheck> optionCheck = new AtomicReference<>();

  private volatile DeployOptions options;
  private Optional<ServiceRegistration<ResolverHookFactory>> untrusted = Optional.empty();

  /**
   * Begins to read the hot folder.
   *
   * @throws IOException where the folders can't be made or read
   */
  @Activate
  public ExtensionOperations(
      BundleContext context,
      DeployOptions options,
      @Reference Trials trials,
      @Reference Extensions extensions)
      throws IOException {
    this.context = context;
    this.options = options;
    Folders folders = Folders.of(context);
    // FileInstall, too, hands in files by their real path.
    Path real = Files.createDirectories(folders.extensions()).toRealPath();
    signedJars = new SignedJars(folders.trusted());
    KeptVersions kept =
        new KeptVersions(folders.data().resolve("extensions"), () -> this.options.kept__versions());
    // From here on nothing throws: it has a hook in the framework.
    bundles = new ExtensionBundles(context, trials, folders.startLevel(), this::activationLimit);
    plans =
        new Plans(
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getBundleContext(),
            jar -> inspect(jar, jar),
            this::runsFrom,
            name -> extensions.find(name).filter(it -> it.position() > 0).isPresent(),
            () -> Optional.ofNullable(optionCheck.get()));
    Installations installations = new Installations(bundles, kept, plans, recent);
    runningUntrusted = new RunningUntrusted(installations, kept, signedJars);
    JarFiles files = new JarFiles(real, kept, this::inspect);
    LastGood lastGood = new LastGood(installations, kept, this::inspect);
    folder = new ExtensionFolder(installations, kept, files, lastGood);
    requested = new RequestedOperations(folder, files, installations, bundles, kept, this::inspect);
    probation = new Probation(requested, installations, recent, this::probationLength);
    firstReading = new FirstReading(context, FIRST_READING_BOUND);
    holdBackUntrusted();
    LOG.info("The hot folder is {}.", real);
    thread.submit(this::readFirst);
  }

  private Void readFirst() throws InterruptedException {
    try {
      folder.readFirst(bundles.symbolicNames());
    } catch (RuntimeException defect) {
      LOG.error("The hot folder could not be read to its end.", defect);
    } finally {
      firstReading.finish();
    }
    return null;
  }

  @Modified
  void modified(DeployOptions changed) {
    boolean strictSince = changed.signed__only() && !options.signed__only();
    options = changed;
    holdBackUntrusted();
    if (strictSince) {
      thread.submit(this::nameUntrusted);
    }
  }

  private Void nameUntrusted() {
    runningUntrusted.name();
    return null;
  }

  /** The extensions run on. */
  @Deactivate
  void deactivate() {
    thread.close();
    firstReading.close();
    bundles.close();
    untrusted.ifPresent(ServiceRegistration::unregister);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindOptionCheck(OptionCheck check) {
    optionCheck.set(check);
  }

  void unbindOptionCheck(OptionCheck check) {
    optionCheck.compareAndSet(check, null);
  }

  // Only Declarative Services call this, one call at a time.
  private void holdBackUntrusted() {
    if (options.signed__only() == untrusted.isPresent()) {
      return;
    }
    untrusted.ifPresent(ServiceRegistration::unregister);
    untrusted =
        options.signed__only()
            ? Optional.of(
                context.registerService(
                    ResolverHookFactory.class,
                    new UntrustedRevisions(revision -> bundles.isOurs(revision.getBundle())),
                    null))
            : Optional.empty();
  }

  private Duration activationLimit() {
    return Duration.ofMillis(options.activation__timeout__ms());
  }

  private Duration probationLength() {
    return Duration.ofMillis(options.probation__ms());
  }

  /** An extension has fallen into quarantine. Does not wait for what follows from it. */
  void quarantined(String extension) {
    thread.submit(
        () -> {
          probation.quarantined(extension);
          return null;
        });
  }

  private ExtensionJar inspect(Path file, Path bytes) throws RefusedException {
    ExtensionJar jar = JarCheck.check(file, bytes);
    if (options.signed__only()) {
      try {
        LOG.info("{} is signed by {}.", jar.inWords(), signedJars.check(bytes));
      } catch (UntrustedException untrustworthy) {
        throw new RefusedException(untrustworthy.getMessage());
      }
    }
    return jar;
  }

  private boolean runsFrom(String symbolicName, Path jar) {
    return requested.runsFrom(symbolicName, jar);
  }

  /** A jar of the hot folder came, or changed, or neither. */
  void look(Path file) {
    thread.call(
        () -> {
          folder.look(file);
          return null;
        });
  }

  /** A jar of the hot folder was deleted. */
  void deleted(Path file) {
    thread.call(
        () -> {
          folder.deleted(file);
          return null;
        });
  }

  @Override
  public Plan plan(Path jar) {
    return thread.call(() -> plans.of(jar.toAbsolutePath()));
  }

  @Override
  public Outcome update(Path jar) {
    return thread.call(() -> requested.update(jar.toAbsolutePath()));
  }

  @Override
  public Outcome rollback(String extension) {
    return thread.call(() -> requested.rollback(extension, Optional.empty()));
  }

  @Override
  public Outcome rollback(String extension, String version) {
    return thread.call(() -> requested.rollback(extension, Optional.of(version)));
  }

  @Override
  public List<KeptVersion> versions(String extension) {
    return thread.call(() -> requested.versions(extension));
  }

  @Override
  public List<Outcome> recent() {
    return recent.list();
  }
}
