package italk.engine.config;

import italk.engine.api.extension.Extension;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import java.io.IOException;
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

  private final BundleContext context;
  private final MetatypeDocuments documents = new MetatypeDocuments();

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Runnable lookAgain;

  // What was read last of each bundle, for when it can't be read just now.
  private Map<Long, List<ObjectClass>> known = Map.of();

  /**
   * @param lookAgain run where a bundle could not be read just now
   */
  InstalledBundles(BundleContext context, Runnable lookAgain) {
    this.context = context;
    this.lookAgain = lookAgain;
  }

  Installed look() {
    List<InstalledExtension> extensions = new ArrayList<>();
    List<ObjectClass> core = new ArrayList<>();
    Map<Long, List<ObjectClass>> read = new HashMap<>();
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
      Map<Long, List<ObjectClass>> read) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    boolean gone = bundle.getState() == Bundle.UNINSTALLED || revision == null;
    if (gone || bundle.getBundleId() == 0 || isFragment(revision)) {
      return;
    }
    List<ObjectClass> objectClasses = objectClasses(bundle, revision);
    read.put(bundle.getBundleId(), objectClasses);
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
                name, bundle.getBundleId(), bundle.getVersion(), component, objectClasses));
      }
    }
  }

  // In the middle of an update there is a moment when a bundle's content is closed, and its
  // documents seem not to exist. What is read then must not delete anybody's configuration.
  private List<ObjectClass> objectClasses(Bundle bundle, BundleRevision revision) {
    try {
      boolean readable = bundle.getEntry(MANIFEST) != null;
      List<ObjectClass> read = documents.read(bundle);
      if (readable
          && bundle.getEntry(MANIFEST) != null
          && bundle.adapt(BundleRevision.class) == revision) {
        return read;
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
    return known.getOrDefault(bundle.getBundleId(), List.of());
  }

  private static boolean isFragment(BundleRevision revision) {
    return (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
  }
}
