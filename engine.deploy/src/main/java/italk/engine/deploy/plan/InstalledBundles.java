package italk.engine.deploy.plan;

import italk.engine.api.extension.Extension;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** The bundles in the framework: extensions, and those that are part of the engine. */
final class InstalledBundles {

  /** What the location of each bundle begins with that came as an extension. */
  private static final String LOCATION = "italk-extension:";

  /** Which of two versions that are installed side by side counts; the rule of all rooms. */
  private static final Comparator<Bundle> COUNTS_FIRST =
      Comparator.comparing((Bundle bundle) -> !isStarted(bundle))
          .thenComparing(Bundle::getVersion, Comparator.reverseOrder())
          .thenComparing(Bundle::getBundleId);

  private final BundleContext context;

  InstalledBundles(BundleContext context) {
    this.context = context;
  }

  /** The extension, or library of extensions, with this symbolic name. */
  Optional<Bundle> extension(String symbolicName) {
    return all()
        .filter(InstalledBundles::isExtension)
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .min(COUNTS_FIRST);
  }

  /** The bundle with this symbolic name that is part of the engine. */
  Optional<Bundle> core(String symbolicName) {
    return all()
        .filter(bundle -> !isExtension(bundle))
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst();
  }

  /** A bundle with another symbolic name that is the extension {@code name}. */
  Optional<Bundle> claimant(String name, String symbolicName) {
    return all()
        .filter(bundle -> !symbolicName.equals(bundle.getSymbolicName()))
        .filter(bundle -> extensionName(bundle).equals(Optional.of(name)))
        .min(COUNTS_FIRST);
  }

  private Stream<Bundle> all() {
    return Stream.of(context.getBundles());
  }

  /** The extension that a bundle is; empty where it is none. */
  static Optional<String> extensionName(Bundle bundle) {
    return Optional.ofNullable(bundle.adapt(BundleRevision.class))
        .map(revision -> revision.getDeclaredCapabilities(Extension.NAMESPACE))
        .orElse(List.of())
        .stream()
        .map(capability -> capability.getAttributes().get(Extension.NAMESPACE))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst();
  }

  static boolean isExtension(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }

  static boolean isStarted(Bundle bundle) {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  /** Such as {@code com.example.moderator 1.0.0}. */
  static String inWords(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return (name == null ? bundle.getLocation() : name) + " " + bundle.getVersion();
  }
}
