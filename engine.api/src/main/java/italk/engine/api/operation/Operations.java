package italk.engine.api.operation;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs, updates and rolls back extensions while people chat. An OSGi service, safe for any
 * thread; operations are done one after the other, whichever door they come by, the hot folder
 * included.
 *
 * <p>An update installs the new version beside the old one, then shuts the gate, stops the old one,
 * starts the new one, waits until its hooks are registered and its health checks are good, asks its
 * interceptors about a probe message, and opens. Where any of that fails, the old version runs
 * again. What waited at the gate goes on, in order, through whichever version runs then.
 *
 * @since 1.0
 */
@ProviderType
public interface Operations {

  /**
   * What {@link #update} would do. Changes nothing and stops nothing.
   *
   * @param jar a file, best not in the hot folder
   * @return the plan; what speaks against it is in its obstacles
   */
  Plan plan(Path jar);

  /**
   * Installs a jar, or updates the extension (or library of extensions) with its symbolic name. On
   * success the jar is copied into the hot folder, so that it runs after a restart, too; else the
   * hot folder stays as it was. Blocks until it is done, some seconds at most where the new version
   * hangs.
   *
   * @param jar a file, best not in the hot folder
   * @return what came of it; never an exception because of what is in the file
   */
  Outcome update(Path jar);

  /**
   * Goes back to the version that ran before this one. A second call goes back further.
   *
   * @param extension an extension's name or a bundle's symbolic name
   */
  Outcome rollback(String extension);

  /**
   * Goes to a version that is kept, also forward.
   *
   * @param extension an extension's name or a bundle's symbolic name
   * @param version as {@link KeptVersion#version()}; of several with this version the newest
   */
  Outcome rollback(String extension, String version);

  /**
   * The versions that can be gone to, and the one that runs: the newest first. Empty where nothing
   * is known of the extension.
   *
   * @param extension an extension's name or a bundle's symbolic name
   */
  List<KeptVersion> versions(String extension);

  /** What was done lately, by whichever door, the newest first; at most 100. */
  List<Outcome> recent();
}
