package italk.engine.config;

import italk.engine.api.extension.Extension;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the bundles of the framework. Any state counts: a bundle that is being updated goes
 * through INSTALLED and RESOLVED, and its configuration has to stay meanwhile. For the thread
 * "italk-config" only.
 */
final class InstalledBundles {

  private static final Logger LOGGER = LoggerFactory.getLogger(InstalledBundles.class);

  /** A PID of the core has exactly two parts. */
  private static final Pattern CORE_PID = Pattern.compile("italk\\.[A-Za-z0-9_-]+");

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /**
   * What was read of a bundle.
   *
   * @param revision of which content; weak, because it holds the class loader; empty where nothing
   *     could be read yet
   */
  private record Known(WeakReference<BundleRevision> revision, List<ObjectClass> objectClasses) {
    static final Known NOTHING = new Known(new WeakReference<>(null), List.of());
  }

  private final BundleContext context;
  private final MetatypeDocuments documents;
  private final Runnable lookAgain;

  // What was read last of each bundle: for when it can't be read just now, and because nothing is
  // new in it when it starts or stops.
  private Map<Long, Known> known = Map.of();

  /**
   * @param lookAgain run where a bundle could not be read just now
   */
  InstalledBundles(BundleContext context, MetatypeDocuments documents, Runnable lookAgain) {
    this.context = context;
    this.documents = documents;
    this.lookAgain = lookAgain;
  }

  /** Whether a bundle claims to be an extension. Cheap, and safe for any thread. */
  static boolean isExtension(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && !revision.getDeclaredCapabilities(Extension.NAMESPACE).isEmpty();
  }

  Installed look() {
    List<InstalledExtension> extensions = new ArrayList<>();
    List<ObjectClass> core = new ArrayList<>();
    Map<Long, Known> read = new HashMap<>();
    Stream.of(context.getBundles())
        .sorted(Comparator.comparingLong(Bundle::getBundleId))
        .forEach(bundle -> add(bundle, extensions, core, read));
    known = read;
    return new Installed(extensions, core);
  }

  private void add(
      Bundle bundle,
      List<InstalledExtension> extensions,
      List<ObjectClass> core,
      Map<Long, Known> read) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    boolean gone = bundle.getState() == Bundle.UNINSTALLED || revision == null;
    if (gone || bundle.getBundleId() == 0 || isFragment(revision)) {
      return;
    }
    Known described = read(bundle, revision);
    read.put(bundle.getBundleId(), described);
    List<ObjectClass> objectClasses = described.objectClasses();
    List<BundleCapability> capabilities = revision.getDeclaredCapabilities(Extension.NAMESPACE);
    if (capabilities.isEmpty()) {
      objectClasses.stream().filter(it -> CORE_PID.matcher(it.pid()).matches()).forEach(core::add);
    }
    for (BundleCapability capability : capabilities) {
      Map<String, Object> attributes = capability.getAttributes();
      if (attributes.get(Extension.NAMESPACE) instanceof String name) {
        String component =
            attributes.get(Extension.COMPONENT) instanceof String given
                ? given
                : Extension.NAMESPACE + "." + name;
        extensions.add(
            new InstalledExtension(
                name,
                bundle.getBundleId(),
                bundle.getVersion(),
                isStarted(bundle),
                component,
                objectClasses));
      }
    }
  }

  private static boolean isStarted(Bundle bundle) {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  // In the middle of an update there is a moment when a bundle's content is closed, and its
  // documents seem not to exist. What is read then must not delete anybody's configuration.
  private Known read(Bundle bundle, BundleRevision revision) {
    Known before = known.getOrDefault(bundle.getBundleId(), Known.NOTHING);
    if (before.revision().get() == revision) {
      return before;
    }
    try {
      boolean readable = bundle.getEntry(MANIFEST) != null;
      List<ObjectClass> read = documents.read(bundle);
      if (readable
          && bundle.getEntry(MANIFEST) != null
          && bundle.adapt(BundleRevision.class) == revision) {
        return new Known(new WeakReference<>(revision), read);
      }
      LOGGER.debug("Bundle {} changes while it is read: looking again", bundle.getBundleId());
    } catch (IOException | RuntimeException e) {
      LOGGER.warn(
          "The options of bundle {} ({}) can't be read, those known before stay: {}",
          bundle.getBundleId(),
          bundle.getSymbolicName(),
          e.toString());
    }
    lookAgain.run();
    return before;
  }

  private static boolean isFragment(BundleRevision revision) {
    return (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }
}
