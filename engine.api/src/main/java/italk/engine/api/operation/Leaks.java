package italk.engine.api.operation;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds what stayed in memory of extensions that were updated or uninstalled. An OSGi service, safe
 * for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface Leaks {

  /**
   * Runs the garbage collector, then looks at every class loader of an earlier version that is
   * still there and searches for who holds it. Takes some seconds at most; chat goes on meanwhile.
   *
   * @return the oldest first; empty where nothing stayed
   */
  List<Leak> find();
}
