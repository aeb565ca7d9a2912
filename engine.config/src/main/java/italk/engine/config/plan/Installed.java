package italk.engine.config.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Version;

/**
 * What is in the framework at one moment, as far as configuration is concerned.
 *
 * @param extensions the extensions' bundles, enabled or not
 * @param core the object classes of PIDs {@code italk.X} of other bundles
 */
public record Installed(List<InstalledExtension> extensions, List<ObjectClass> core) {

  /**
   * Which bundle counts where several are one extension: one that is started, then the higher
   * version, then the one that came first. The engine goes by the same rule.
   */
  private static final Comparator<InstalledExtension> THAT_COUNTS_FIRST =
      Comparator.comparing(InstalledExtension::started)
          .thenComparing(InstalledExtension::version)
          .reversed()
          .thenComparing(InstalledExtension::bundleId);

  /** Nothing at all. */
  public static final Installed NOTHING = new Installed(List.of(), List.of());

  /** Copies the lists. */
  public Installed {
    extensions = List.copyOf(extensions);
    core = List.copyOf(core);
  }

  /**
   * The bundles that are an extension, the one that counts first. Several are for a moment while a
   * new version is tried beside the old one.
   */
  public List<InstalledExtension> bundlesOf(String name) {
    return extensions.stream()
        .filter(it -> it.name().equals(name))
        .sorted(THAT_COUNTS_FIRST)
        .toList();
  }

  /** The bundle that counts for an extension. */
  public Optional<InstalledExtension> counting(String name) {
    return bundlesOf(name).stream().findFirst();
  }

  /**
   * The keys of an extension that one of its bundles at least describes as secret: what was a
   * secret for the version before is none the less one where the new version takes it for something
   * else.
   */
  Set<String> secrets(String name) {
    Set<String> secrets = new TreeSet<>();
    bundlesOf(name).stream()
        .flatMap(bundle -> bundle.objectClasses().stream())
        .flatMap(objectClass -> objectClass.options().stream())
        .filter(option -> option.type() == OptionType.SECRET)
        .forEach(option -> secrets.add(option.key()));
    return secrets;
  }

  /** The names of the extensions that are there. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    extensions.forEach(it -> names.add(it.name()));
    return names;
  }

  /**
   * One extension's bundle.
   *
   * @param name the extension's name
   * @param bundleId the bundle's id
   * @param version the bundle's version
   * @param started whether it is started, or on its way to it
   * @param component the PID where Metatype describes none: the annotated class
   * @param objectClasses what Metatype describes; may be empty
   */
  public record InstalledExtension(
      String name,
      long bundleId,
      Version version,
      boolean started,
      String component,
      List<ObjectClass> objectClasses) {

    /** Copies the list. */
    public InstalledExtension {
      objectClasses = List.copyOf(objectClasses);
    }
  }
}
