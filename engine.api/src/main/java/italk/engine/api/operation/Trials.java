package italk.engine.api.operation;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps messages, connects and events waiting while a version of an extension is tried. An OSGi
 * service of the engine, for whoever does operations. Safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface Trials {

  /**
   * The id of the user from whom a probe seems to come. Nobody has it: it is not registered, and a
   * probe is neither stored nor told to anyone.
   */
  String PROBE_USER = "italk.probe";

  /**
   * Begins a trial. From now on the extension's hooks are not called but for a probe, whichever of
   * its bundles they come from; what they would intercept waits, as at any time when it is not
   * active.
   *
   * @param extension an extension's name
   * @return to be closed by the caller in any case
   * @throws IllegalStateException where a trial of this extension is under way
   */
  Trial begin(String extension);
}
