package italk.engine.config.plan;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonWords;
import italk.engine.config.json.Location;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.Sections.Section;
import java.util.ArrayList;
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

  static final String CORE_PREFIX = "italk.";
  private static final String RANKING_PROPERTY = "service.ranking";

  static final Set<String> ENGINE_HIDDEN = Set.of("extensions", "failure_policies", "timeouts_ms");
  // PIDs that no extension's Metatype can claim.
  private static final Set<String> FOREIGN_PIDS = Set.of("org.ops4j.pax.logging");

  private final Sections sections;
  private final Installed installed;
  private final Interpolation interpolation;
  private final Map<String, ObjectClass> core = new TreeMap<>();
  private final Map<String, Integer> rankings;

  private final List<ConfigProblem> problems;
  private final List<ConfigProblem> warnings;
  private final List<ConfigProblem> unowned = new ArrayList<>();
  private final List<ConfigProblem> contested = new ArrayList<>();
  private final Map<String, Map<String, Object>> extensionPids = new LinkedHashMap<>();
  // The PIDs of the bundles that count, also where they get no configuration.
  private final Set<String> claimed = new LinkedHashSet<>();
  private final Map<String, Map<String, Object>> corePids = new LinkedHashMap<>();
  private final Set<String> kept = new LinkedHashSet<>();
  private final List<String> failurePolicies = new ArrayList<>();
  private final List<String> timeouts = new ArrayList<>();
  private final Map<String, Object> engine = new LinkedHashMap<>();

  private Planner(
      Sections sections,
      Installed installed,
      Map<String, Integer> rankingsBefore,
      Interpolation interpolation) {
    this.sections = sections;
    this.interpolation = interpolation;
    this.problems = new ArrayList<>(sections.problems);
    this.warnings = new ArrayList<>(sections.warnings);
    this.rankings = Rankings.assign(List.copyOf(sections.enabled.keySet()), rankingsBefore);
    this.installed = installed;
    installed.core().forEach(it -> core.putIfAbsent(it.pid(), it));
  }

  /**
   * Plans where nobody puts in what placeholders stand for: one in a value that matters is wrong.
   */
  public static Draft plan(
      JsonObject file, Installed installed, Map<String, Integer> rankingsBefore) {
    return plan(file, installed, rankingsBefore, Interpolation.NONE);
  }

  /**
   * Plans. What is planned holds the placeholders as they are: what they stand for is only checked,
   * and put in when a component gets its configuration.
   *
   * @param file what {@code config.json} says
   * @param installed what is in the framework
   * @param rankingsBefore the rankings of the plan that is in force; changed as little as possible
   * @param interpolation what placeholders stand for
   */
  public static Draft plan(
      JsonObject file,
      Installed installed,
      Map<String, Integer> rankingsBefore,
      Interpolation interpolation) {
    return new Planner(Sections.of(file), installed, rankingsBefore, interpolation).draft();
  }

  /** The name of the section that a PID of the core gets its options from. */
  public static String sectionOf(String corePid) {
    return corePid.substring(CORE_PREFIX.length());
  }

  private Draft draft() {
    checkNames();
    planCore();
    sections.enabled.forEach(this::planEnabled);
    // After all that count: what only may get a configuration must not take it from one of those.
    sections.enabled.keySet().forEach(this::planBeside);
    installed.names().forEach(this::checkContested);
    sections.byName.values().forEach(this::checkOthers);
    sections.scalars.forEach((key, it) -> checkScalar(key, it.location(), it.value()));

    List<String> enabled = List.copyOf(sections.enabled.keySet());
    engine.put(Plan.ENGINE_EXTENSIONS, enabled.toArray(String[]::new));
    engine.put("failure_policies", failurePolicies.toArray(String[]::new));
    engine.put("timeouts_ms", timeouts.toArray(String[]::new));
    Plan plan =
        new Plan(enabled, rankings, extensionPids, corePids, engine, kept, sections.logging);
    return new Draft(plan, problems, warnings, unowned, contested);
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
          Set<String> hidden = isEngine ? ENGINE_HIDDEN : SectionReader.HIDDEN;
          SectionReader reader =
              new SectionReader(
                  sections.section(sectionOf(pid)), hidden, Set.of(), Set.of(), interpolation);
          Map<String, Object> values = reader.read(List.of(objectClass)).get(pid);
          problems.addAll(reader.problems());
          problems.addAll(reader.missing());
          if (isEngine) {
            engine.putAll(values);
          } else if (reader.problems().isEmpty() && reader.missing().isEmpty()) {
            corePids.put(pid, values);
          } else {
            kept.add(pid);
          }
        });
  }

  private void planEnabled(String name, Location location) {
    Section section = sections.section(name);
    Optional<InstalledExtension> counting = installed.counting(name);
    ExtensionReading reading =
        counting
            .map(it -> read(section, it))
            .orElseGet(() -> ExtensionReading.ofReserved(section, interpolation));
    reading.failurePolicy().ifPresent(it -> failurePolicies.add(name + "=" + it));
    reading.timeout().ifPresent(it -> timeouts.add(name + "=" + it));
    problems.addAll(reading.problems());
    claimed.addAll(reading.byPid().keySet());
    if (reading.isGood()) {
      reading.byPid().forEach((pid, values) -> planExtensionPid(name, location, pid, values));
    }
    if (counting.isEmpty() && !section.entries().isEmpty()) {
      unowned.add(
          new ConfigProblem(
              section.location(),
              name,
              "the extension is enabled but not installed: its options are kept and will be"
                  + " checked when it comes."));
    }
  }

  private ExtensionReading read(Section section, InstalledExtension bundle) {
    return ExtensionReading.of(
        section,
        bundle.component(),
        bundle.objectClasses(),
        installed.secrets(section.name()),
        interpolation);
  }

  private void planExtensionPid(
      String name, Location location, String pid, Map<String, Object> values) {
    if (isForeign(pid) || extensionPids.putIfAbsent(pid, complete(name, values)) != null) {
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
   * Gives the bundles beside the one that counts their configuration, too: a new version finds it
   * when it starts, and the old one has it still when it starts again. That a section does not fit
   * one of them is nobody's fault.
   */
  private void planBeside(String name) {
    Section section = sections.section(name);
    installed.bundlesOf(name).stream()
        .skip(1)
        .map(bundle -> read(section, bundle))
        .filter(ExtensionReading::isGood)
        .forEach(reading -> reading.byPid().forEach((pid, it) -> planPidBeside(name, pid, it)));
  }

  private void planPidBeside(String name, String pid, Map<String, Object> values) {
    if (!isForeign(pid) && !claimed.contains(pid)) {
      extensionPids.putIfAbsent(pid, complete(name, values));
    }
  }

  private Map<String, Object> complete(String name, Map<String, Object> values) {
    Map<String, Object> complete = new LinkedHashMap<>(values);
    // An Integer: anything else Declarative Services would not put on the service as its ranking.
    complete.put(RANKING_PROPERTY, rankings.get(name));
    complete.put(EXTENSION_PROPERTY, name);
    return complete;
  }

  private boolean isForeign(String pid) {
    return core.containsKey(pid) || pid.equals(Plan.ENGINE_PID) || FOREIGN_PIDS.contains(pid);
  }

  private void checkContested(String name) {
    List<InstalledExtension> started =
        installed.bundlesOf(name).stream().filter(InstalledExtension::started).toList();
    started.stream()
        .skip(1)
        .map(
            loser ->
                new ConfigProblem(
                    sections.enabled.getOrDefault(name, Location.START),
                    name,
                    "two started bundles are this extension: "
                        + bundle(started.get(0))
                        + " counts, "
                        + bundle(loser)
                        + " does not. Uninstall one of them."))
        .forEach(contested::add);
  }

  private static String bundle(InstalledExtension extension) {
    return "bundle " + extension.bundleId() + " (" + extension.version() + ")";
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
    Optional<InstalledExtension> counting = installed.counting(name);
    if (counting.isPresent()) {
      warnings.addAll(read(section, counting.get()).wrong());
      return;
    }
    Set<String> others = sectionNames();
    others.remove(name);
    unowned.add(
        new ConfigProblem(
            section.location(),
            name,
            "nothing with this name is enabled or describes its options: the section is kept, and"
                + " not used."
                + JsonWords.didYouMean(name, others)));
  }

  private void checkScalar(String key, Location location, JsonValue value) {
    if (sectionNames().contains(key)) {
      problems.add(
          new ConfigProblem(
              value.location(),
              key,
              "expected an object with the options of " + key + ", found " + value.kind() + "."));
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

  private boolean isCore(String name) {
    return core.containsKey(CORE_PREFIX + name) || Plan.ENGINE_PID.equals(CORE_PREFIX + name);
  }

  private Set<String> sectionNames() {
    Set<String> names = new LinkedHashSet<>(sections.enabled.keySet());
    names.addAll(installed.names());
    core.keySet().forEach(pid -> names.add(sectionOf(pid)));
    names.add(sectionOf(Plan.ENGINE_PID));
    return names;
  }
}
