package italk.engine.config.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * What may stand in the section of a name; empty where nothing that is installed owns it. A
   * section of the core is found before an extension's, as the planner does.
   */
  public Optional<Form> form(String section) {
    Optional<ObjectClass> owner =
        core.stream().filter(it -> it.pid().equals(Planner.CORE_PREFIX + section)).findFirst();
    if (owner.isPresent()) {
      boolean isEngine = owner.get().pid().equals(Plan.ENGINE_PID);
      Set<String> hidden = isEngine ? Planner.ENGINE_HIDDEN : SectionReader.HIDDEN;
      return Optional.of(new Form(false, owner.stream().toList(), hidden, Set.of()));
    }
    return counting(section)
        .map(it -> new Form(true, it.objectClasses(), SectionReader.HIDDEN, secrets(section)));
  }

  /**
   * Whether the value of an option must not be shown: it is secret, or may be. The latter where who
   * could say so is not installed, and where other options are described and this one is not: its
   * key may be a misspelt one. An extension that describes nothing has no secrets.
   */
  public boolean isHidden(String section, String key) {
    if (ExtensionReading.RESERVED.contains(key)) {
      return false;
    }
    Optional<Form> form = form(section);
    return form.isEmpty()
        || form.get().isSecret(key)
        || (form.get().isDescribed() && !form.get().options().containsKey(key));
  }

  /** The names of the extensions that are there. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    extensions.forEach(it -> names.add(it.name()));
    return names;
  }

  /**
   * What may stand in one section.
   *
   * @param isExtension whether it is an extension's; else one of the core
   * @param objectClasses what describes it; empty where any key may stand in it
   * @param hidden keys that may not stand in it, whatever describes them
   * @param secrets keys that were secret for another version of it
   */
  public record Form(
      boolean isExtension,
      List<ObjectClass> objectClasses,
      Set<String> hidden,
      Set<String> secrets) {

    /** Copies what may change. */
    public Form {
      objectClasses = List.copyOf(objectClasses);
      hidden = Set.copyOf(hidden);
      secrets = Set.copyOf(secrets);
    }

    /** Whether options are described at all. */
    public boolean isDescribed() {
      return !objectClasses.isEmpty();
    }

    /** The described options by key, each with those who describe it. */
    public Map<String, List<Described>> options() {
      Map<String, List<Described>> options = new LinkedHashMap<>();
      for (ObjectClass objectClass : objectClasses) {
        objectClass.options().stream()
            .filter(it -> !hidden.contains(it.key()) && !isReserved(it.key()))
            .map(it -> new Described(it, objectClass))
            .forEach(it -> options.computeIfAbsent(it.key(), key -> new ArrayList<>()).add(it));
      }
      return options;
    }

    /** The options that the engine itself has in this section. */
    public List<Option> reserved() {
      return isExtension ? ExtensionReading.RESERVED_OPTIONS : List.of();
    }

    /** Whether the value of a key must not be shown. */
    public boolean isSecret(String key) {
      return secrets.contains(key)
          || options().getOrDefault(key, List.of()).stream()
              .anyMatch(it -> it.option().type() == OptionType.SECRET);
    }

    private boolean isReserved(String key) {
      return isExtension && ExtensionReading.RESERVED.contains(key);
    }
  }

  /**
   * An option and who describes it.
   *
   * @param option the option
   * @param objectClass the object class
   */
  public record Described(Option option, ObjectClass objectClass) {

    String key() {
      return option.key();
    }
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
