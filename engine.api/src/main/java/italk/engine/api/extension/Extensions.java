package italk.engine.api.extension;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells which extensions there are and how they are. An OSGi service, safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface Extensions {

  /**
   * All that are enabled or installed: the enabled ones in their order, then the others by name.
   */
  List<ExtensionStatus> list();

  /** The extension with this name; empty where it is neither enabled nor installed. */
  Optional<ExtensionStatus> find(String name);
}
