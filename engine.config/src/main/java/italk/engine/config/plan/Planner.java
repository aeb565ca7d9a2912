package italk.engine.config.plan;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.Location;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.Sections.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Works out what Config Admin should hold. A function: {@link #plan} depends on nothing but its
 * arguments. An instance is the work sheet of one call.
 */
public final class Planner {

  /** The property that tells an extension's component which extension it is. */
  public static final String EXTENSION_PROPERTY = "italk.extension";

  private static final String CORE_PREFIX = "italk.";
  private static final String RANKING_PROPERTY = "service.ranking";

  private static final Option FAILURE_POLICY =
      new Option(
          "failure_policy",
          OptionType.TEXT,
          0,
          List.of("accept", "reject"),
          Optional.empty(),
          Optional.empty(),
          false);
  private static final Option TIMEOUT =
      new Option(
          "timeout_ms",
          OptionType.LONG,
          0,
          List.of(),
          Optional.of(BigDecimal.TEN),
          Optional.of(BigDecimal.valueOf(60_000)),
          false);
  private static final Set<String> RESERVED =
      new LinkedHashSet<>(List.of(FAILURE_POLICY.key(), TIMEOUT.key()));
  // By key, that is with underscores: their source is the list of extensions or Config Admin.
  private static final Set<String> HIDDEN =
      Set.of("service_ranking", "italk_extension", "service_pid", "component_name", "component_id");
  private static final Set<String> ENGINE_HIDDEN =
      Set.of("extensions", "failure_policies", "timeouts_ms");
  // PIDs that no extension's Metatype can claim.
  private static final Set<String> FOREIGN_PIDS = Set.of("org.ops4j.pax.logging");

  private final Sections sections;
  private final Map<String, InstalledExtension> installed = new TreeMap<>();
  private final Map<String, ObjectClass> core = new TreeMap<>();
  private final Map<String, Integer> rankings;

  private final List<ConfigProblem> problems;
  private final List<ConfigProblem> warnings;
  private final List<ConfigProblem> unowned = new ArrayList<>();
  private final Map<String, Map<String, Object>> extensionPids = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> corePids = new LinkedHashMap<>();
  private final Set<String> kept = new LinkedHashSet<>();
  private final List<String> failurePolicies = new ArrayList<>();
  private final List<String> timeouts = new ArrayList<>();
  private final Map<String, Object> engine = new LinkedHashMap<>();

  private Planner(Sections sections, Installed installed, Map<String, Integer> rankingsBefore) {
    this.sections = sections;
    this.problems = new ArrayList<>(sections.problems);
    this.warnings = new ArrayList<>(sections.warnings);
    this.rankings = Rankings.assign(List.copyOf(sections.enabled.keySet()), rankingsBefore);
    installed.core().forEach(it -> core.putIfAbsent(it.pid(), it));
    installed.extensions().stream()
        .sorted(
            Comparator.comparing(InstalledExtension::version)
                .reversed()
                .thenComparing(InstalledExtension::bundleId))
        .forEach(this::takeInstalled);
  }

  /**
   * Plans.
   *
   * @param file what {@code config.json} says
   * @param installed what is in the framework
   * @param rankingsBefore the rankings of the plan that is in force; changed as little as possible
   */
  public static Draft plan(
      JsonObject file, Installed installed, Map<String, Integer> rankingsBefore) {
    return new Planner(Sections.of(file), installed, rankingsBefore).draft();
  }

  private Draft draft() {
    checkNames();
    planCore();
    sections.enabled.forEach(this::planEnabled);
    sections.byName.values().forEach(this::checkOthers);
    sections.scalars.forEach((key, it) -> checkScalar(key, it.location(), it.value()));

    List<String> enabled = List.copyOf(sections.enabled.keySet());
    engine.put(Plan.ENGINE_EXTENSIONS, enabled.toArray(String[]::new));
    engine.put("failure_policies", failurePolicies.toArray(String[]::new));
    engine.put("timeouts_ms", timeouts.toArray(String[]::new));
    Plan plan =
        new Plan(enabled, rankings, extensionPids, corePids, engine, kept, sections.logging);
    return new Draft(plan, problems, warnings, unowned);
  }

  private void takeInstalled(InstalledExtension extension) {
    InstalledExtension winner = installed.putIfAbsent(extension.name(), extension);
    if (winner != null) {
      Location location = sections.enabled.getOrDefault(extension.name(), Location.START);
      warnings.add(
          new ConfigProblem(
              location,
              extension.name(),
              "two bundles are this extension: "
                  + bundle(winner)
                  + " is configured, "
                  + bundle(extension)
                  + " is not. Uninstall one of them."));
    }
  }

  private static String bundle(InstalledExtension extension) {
    return "bundle " + extension.bundleId() + " (" + extension.version() + ")";
  }

  private void checkNames() {
    sections.enabled.forEach(
        (name, location) -> {
          if (isCore(name) || Sections.topLevelKeys().contains(name)) {
            problems.add(
                new ConfigProblem(
                    location,
                    Sections.EXTENSIONS,
                    JsonValue.quote(name) + " is no extension: the name is a key of the core."));
          }
        });
  }

  private void planCore() {
    core.forEach(
        (pid, objectClass) -> {
          boolean isEngine = pid.equals(Plan.ENGINE_PID);
          Set<String> hidden = isEngine ? ENGINE_HIDDEN : HIDDEN;
          SectionReader reader =
              new SectionReader(section(pid.substring(CORE_PREFIX.length())), hidden, Set.of());
          Map<String, Object> values = reader.read(List.of(objectClass)).get(pid);
          problems.addAll(reader.problems());
          if (isEngine) {
            engine.putAll(values);
          } else if (reader.problems().isEmpty()) {
            corePids.put(pid, values);
          } else {
            kept.add(pid);
          }
        });
  }

  private void planEnabled(String name, Location location) {
    Section section = section(name);
    SectionReader reader = new SectionReader(section, HIDDEN, RESERVED);
    String failurePolicy = reader.reserved(FAILURE_POLICY);
    String timeout = reader.reserved(TIMEOUT);
    if (failurePolicy != null) {
      failurePolicies.add(name + "=" + failurePolicy);
    }
    if (timeout != null) {
      timeouts.add(name + "=" + timeout);
    }
    InstalledExtension extension = installed.get(name);
    if (extension == null) {
      if (!section.entries().isEmpty()) {
        unowned.add(
            new ConfigProblem(
                section.location(),
                name,
                "the extension is enabled but not installed: its options are kept and will be"
                    + " checked when it comes."));
      }
    } else {
      Map<String, Map<String, Object>> byPid = read(reader, extension);
      if (reader.problems().isEmpty()) {
        byPid.forEach((pid, values) -> planExtensionPid(name, location, pid, values));
      }
    }
    problems.addAll(reader.problems());
  }

  private static Map<String, Map<String, Object>> read(
      SectionReader reader, InstalledExtension extension) {
    return extension.objectClasses().isEmpty()
        ? Map.of(extension.component(), reader.readUndescribed())
        : reader.read(extension.objectClasses());
  }

  private void planExtensionPid(
      String name, Location location, String pid, Map<String, Object> values) {
    Map<String, Object> complete = new LinkedHashMap<>(values);
    // An Integer: anything else Declarative Services would not put on the service as its ranking.
    complete.put(RANKING_PROPERTY, rankings.get(name));
    complete.put(EXTENSION_PROPERTY, name);
    boolean foreign =
        core.containsKey(pid) || pid.equals(Plan.ENGINE_PID) || FOREIGN_PIDS.contains(pid);
    if (foreign || extensionPids.putIfAbsent(pid, complete) != null) {
      warnings.add(
          new ConfigProblem(
              location,
              name,
              "its bundle describes the options of "
                  + pid
                  + ", which belongs to another one: that is left out."));
    }
  }

  /**
   * Sections whose name is not enabled. What is wrong there is a warning only: whoever takes a name
   * out because of its section must not be stopped by that section.
   */
  private void checkOthers(Section section) {
    String name = section.name();
    if (sections.enabled.containsKey(name) || core.containsKey(CORE_PREFIX + name)) {
      return;
    }
    InstalledExtension extension = installed.get(name);
    if (extension == null) {
      Set<String> others = sectionNames();
      others.remove(name);
      unowned.add(
          new ConfigProblem(
              section.location(),
              name,
              "nothing with this name is enabled or describes its options: the section is kept, and"
                  + " not used."
                  + JsonWords.didYouMean(name, others)));
      return;
    }
    SectionReader reader = new SectionReader(section, HIDDEN, RESERVED);
    reader.reserved(FAILURE_POLICY);
    reader.reserved(TIMEOUT);
    read(reader, extension);
    reader.problems().stream()
        // That something is missing is no matter while the extension is not to run.
        .filter(it -> !it.location().equals(section.location()))
        .forEach(warnings::add);
  }

  private void checkScalar(String key, Location location, JsonValue value) {
    if (sectionNames().contains(key)) {
      problems.add(
          new ConfigProblem(
              value.location(),
              key,
              "expected an object with the options of " + key + ", found " + value.found() + "."));
      return;
    }
    Set<String> candidates = new LinkedHashSet<>(Sections.topLevelKeys());
    candidates.addAll(sectionNames());
    problems.add(
        new ConfigProblem(
            location,
            key,
            "unknown key."
                + JsonWords.didYouMean(key, candidates)
                + " An option belongs into the section of its extension, an object."));
  }

  private Section section(String name) {
    Section section = sections.byName.get(name);
    return section != null
        ? section
        : Section.empty(name, sections.enabled.getOrDefault(name, Location.START));
  }

  private boolean isCore(String name) {
    return core.containsKey(CORE_PREFIX + name) || Plan.ENGINE_PID.equals(CORE_PREFIX + name);
  }

  private Set<String> sectionNames() {
    Set<String> names = new LinkedHashSet<>(sections.enabled.keySet());
    names.addAll(installed.keySet());
    core.keySet().forEach(pid -> names.add(pid.substring(CORE_PREFIX.length())));
    names.add(Plan.ENGINE_PID.substring(CORE_PREFIX.length()));
    return names;
  }
}
