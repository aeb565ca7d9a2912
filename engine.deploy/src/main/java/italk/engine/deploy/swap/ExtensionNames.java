package italk.engine.deploy.swap;

import italk.engine.api.extension.Extension;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** Which extension a bundle is. */
public final class ExtensionNames {

  private ExtensionNames() {}

  /** The extension's name; empty where the bundle is none, such as a library. */
  public static Optional<String> of(Bundle bundle) {
    return attribute(bundle, Extension.NAMESPACE);
  }

  /** The class that the manifest names as the extension's component. */
  static Optional<String> componentOf(Bundle bundle) {
    return attribute(bundle, Extension.COMPONENT);
  }

  private static Optional<String> attribute(Bundle bundle, String name) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null
        ? Optional.empty()
        : revision.getDeclaredCapabilities(Extension.NAMESPACE).stream()
            .map(capability -> capability.getAttributes().get(name))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .findFirst();
  }
}
