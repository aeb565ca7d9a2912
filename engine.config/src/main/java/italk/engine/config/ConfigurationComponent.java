package italk.engine.config;

import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.operation.Gate;
import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.OptionCheck;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.Reports.Topic;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.Interpolations;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the thread "italk-config", on which everything in this bundle happens but the answers of
 * {@link OptionCheck} and what doors read: a poll every 250 ms, and one at once where a bundle
 * came, changed or went, or an extension's starts or stops.
 */
@Component(
    service = {OptionCheck.class, ConfigurationComponent.class},
    immediate = true)
public final class ConfigurationComponent implements OptionCheck, SynchronousBundleListener {

  private static final Logger LOGGER = LoggerFactory.getLogger(ConfigurationComponent.class);

  private static final long POLL_MILLIS = 250;
  private static final long STOP_SECONDS = 5;
  private static final String CONDITION = "org.osgi.service.condition.Condition";

  private final BundleContext context;
  private final Reports reports = new Reports(LOGGER, System::nanoTime);
  private final Path file;
  private final ConfigurationWatcher watcher;
  private final StartUp startUp;
  private final SchemaFile schemaFile;
  private final Versions versions;
  private final FileChanges changes;
  private final OptionCheck optionCheck;
  private final Interpolations interpolations;
  private final ScheduledExecutorService owner;

  private final AtomicReference<Gate> gate = new AtomicReference<>();

  // The one that is the owner's; null until it does something for the first time.
  private volatile Thread ownThread;

  // True while a poll is queued because of a bundle: a burst of events makes one poll, not many.
  private final AtomicBoolean queued = new AtomicBoolean();

  /** Starts to watch. */
  @Activate
  public ConfigurationComponent(BundleContext context, @Reference ConfigurationAdmin admin) {
    this.context = context;
    Places places = Places.of(context::getProperty);
    MetatypeDocuments documents = new MetatypeDocuments();
    InstalledBundles bundles = new InstalledBundles(context, documents, this::lookAgain);
    this.startUp = new StartUp(context.getProperty("italk.engine.await"), this::isRegistered);
    this.interpolations = new Interpolations(context, places.home());
    this.file = places.config();
    ConfigFile configFile = new ConfigFile(file);
    this.watcher =
        new ConfigurationWatcher(
            configFile,
            new LastGood(places.data()),
            bundles::look,
            startUp::isOver,
            new ConfigurationApplier(
                admin, new OneStep(context, admin, () -> Optional.ofNullable(gate.get()))::run),
            new BaseLog(admin, places, context::getProperty),
            new SecretWatch(interpolations, interpolations::stamp, reports),
            reports);
    this.schemaFile = new SchemaFile(places.config(), places.language(), reports);
    this.optionCheck = new JarOptionCheck(documents, watcher::snapshot, interpolations);
    this.versions = new Versions(places.data(), reports, Instant::now);
    ForeignChanges foreign = new ForeignChanges(admin, () -> watcher.snapshot().installed());
    this.changes =
        new FileChanges(configFile, watcher, versions, foreign, startUp::isOver, reports);
    this.owner =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "italk-config");
              thread.setDaemon(true);
              ownThread = thread;
              return thread;
            });
    context.addBundleListener(this);
    owner.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindGate(Gate there) {
    gate.set(there);
  }

  void unbindGate(Gate gone) {
    gate.compareAndSet(gone, null);
  }

  /** Stops to watch. What was configured stays: the bundle may only be in an update. */
  @Deactivate
  void stop() throws InterruptedException {
    context.removeBundleListener(this);
    // Not interrupted at first: a configuration that is being written should be written.
    owner.shutdown();
    if (!owner.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      owner.shutdownNow();
      LOGGER.warn("italk-config did not stop within {} s and was interrupted.", STOP_SECONDS);
    }
    interpolations.close();
  }

  /** Runs on whatever thread changes a bundle, inside the framework: only leaves word. */
  @Override
  public void bundleChanged(BundleEvent event) {
    if (matters(event)) {
      watcher.bundlesChanged();
      pollSoon();
    }
  }

  private static boolean matters(BundleEvent event) {
    return switch (event.getType()) {
      case BundleEvent.INSTALLED,
          BundleEvent.UPDATED,
          BundleEvent.RESOLVED,
          BundleEvent.UNINSTALLED ->
          true;
      // These decide which bundle counts where several are one extension; what comes after them,
      // STARTED and STOPPED, does not.
      case BundleEvent.STARTING, BundleEvent.LAZY_ACTIVATION, BundleEvent.STOPPING ->
          InstalledBundles.isExtension(event.getBundle());
      default -> false;
    };
  }

  @Override
  public List<OptionChange> check(String extension, Path jar) {
    return optionCheck.check(extension, jar);
  }

  /** Something changed in Config Admin: only leaves word. Any thread. */
  void configAdminChanged() {
    changes.configAdminChanged();
    pollSoon();
  }

  /** Where {@code config.json} is. Any thread. */
  Path file() {
    return file;
  }

  /** What placeholders stand for. Any thread. */
  Interpolation interpolation() {
    return interpolations;
  }

  /** What is in force. Any thread. */
  Snapshot snapshot() {
    return watcher.snapshot();
  }

  /** The versions, the newest first. Any thread. */
  List<ConfigurationVersion> history() {
    return versions.shown();
  }

  /** Whether it is asked from within what it does itself. */
  boolean isOwnThread() {
    return Thread.currentThread() == ownThread;
  }

  /**
   * Does something on the owner's thread. Any thread.
   *
   * @return false where the bundle stops
   */
  boolean later(Consumer<FileChanges> work) {
    try {
      owner.execute(() -> work.accept(changes));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void pollSoon() {
    if (queued.compareAndSet(false, true) && !later(ignored -> poll())) {
      LOGGER.debug("Not looked at, because the bundle stops.");
    }
  }

  // By the next poll at the latest: at once would be too soon.
  private void lookAgain() {
    watcher.bundlesChanged();
  }

  private void poll() {
    queued.set(false);
    try {
      changes.poll();
      keepSchema();
      reports.clear(Topic.OWN);
    } catch (RuntimeException e) {
      // An exception would end the schedule: the file would never be read again.
      reports.failure(e);
    }
  }

  // Before all bundles came it would be written once for each of them.
  private void keepSchema() {
    if (startUp.isOver()) {
      schemaFile.keep(watcher.snapshot().installed());
    }
  }

  private boolean isRegistered(String conditionId) {
    try {
      String filter = "(osgi.condition.id=" + conditionId + ")";
      return context.getServiceReferences(CONDITION, filter) != null;
    } catch (InvalidSyntaxException e) {
      LOGGER.debug("\"{}\" can't be the id of a condition.", conditionId);
      return false;
    }
  }
}
