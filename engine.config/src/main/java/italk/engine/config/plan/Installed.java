package italk.engine.config.plan;

import java.util.List;
import org.osgi.framework.Version;

/**
 * What is in the framework at one moment, as far as configuration is concerned.
 *
 * @param extensions the extensions' bundles, enabled or not
 * @param core the object classes of PIDs {@code italk.X} of other bundles
 */
public record Installed(List<InstalledExtension> extensions, List<ObjectClass> core) {

  /** Nothing at all. */
  public static final Installed NOTHING = new Installed(List.of(), List.of());

  /** Copies the lists. */
  public Installed {
    extensions = List.copyOf(extensions);
    core = List.copyOf(core);
  }

  /**
   * One extension's bundle.
   *
   * @param name the extension's name
   * @param bundleId the bundle's id
   * @param version the bundle's version
   * @param component the PID where Metatype describes none: the annotated class
   * @param objectClasses what Metatype describes; may be empty
   */
  public record InstalledExtension(
      String name,
      long bundleId,
      Version version,
      String component,
      List<ObjectClass> objectClasses) {

    /** Copies the list. */
    public InstalledExtension {
      objectClasses = List.copyOf(objectClasses);
    }
  }
}
