package italk.engine.api.operation;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A trial that is under way. For one thread at a time.
 *
 * @since 1.0
 */
@ProviderType
public interface Trial extends AutoCloseable {

  /**
   * Waits until all hooks that a bundle's manifest declares are registered by it.
   *
   * @param bundleId one of the bundles that are this extension
   * @param limit how long to wait; a component that failed to activate ends the wait at once
   * @return why it is not active, in words; empty where it is, and where the extension is not
   *     enabled
   */
  Optional<String> awaitActive(long bundleId, Duration limit) throws InterruptedException;

  /**
   * Asks each interceptor of a bundle about a probe, a message or connect of {@link
   * Trials#PROBE_USER} that nobody sees. Any verdict is good.
   *
   * @param bundleId one of the bundles that are this extension
   * @return what went wrong, in words: it threw, answered null, or took longer than its timeout;
   *     empty where nothing did
   */
  Optional<String> probe(long bundleId) throws InterruptedException;

  /**
   * This bundle is not the extension any more, whatever it may still do: it is about to be
   * uninstalled, which may take as long as code of it that does not return. Its hooks are not
   * called.
   *
   * @param bundleId one of the bundles that are this extension
   */
  void dismiss(long bundleId);

  /** Ends it: what waits goes on as soon as the extension is active. */
  @Override
  void close();
}
