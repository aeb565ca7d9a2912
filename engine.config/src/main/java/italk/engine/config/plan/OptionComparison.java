package italk.engine.config.plan;

import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.OptionChange.Kind;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Sections.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the options of a version that is not installed with those of the bundle that is the
 * extension now, and with the extension's section. A function: {@link #compare} depends on nothing
 * but its arguments. An instance is the work sheet of one call.
 */
public final class OptionComparison {

  // Compared with these, an option is told only once: that it is invalid says more than that it is
  // new, and one that config.json uses is not just gone.
  private static final Comparator<OptionChange> INVALID_FIRST =
      Comparator.<OptionChange, Boolean>comparing(it -> it.kind() != Kind.INVALID)
          .thenComparing(OptionChange::option);

  private final String file;
  private final Section section;
  private final boolean enabled;
  private final List<OptionChange> changes = new ArrayList<>();
  private final Set<String> invalid = new TreeSet<>();

  private OptionComparison(String file, Section section, boolean enabled) {
    this.file = file;
    this.section = section;
    this.enabled = enabled;
  }

  /**
   * Compares.
   *
   * @param extension the extension's name
   * @param next what the new version's Metatype describes
   * @param installed what is in the framework
   * @param document the file that is in force
   * @param file its name, as errors show it
   * @param interpolation what placeholders stand for
   */
  public static List<OptionChange> compare(
      String extension,
      List<ObjectClass> next,
      Installed installed,
      JsonObject document,
      String file,
      Interpolation interpolation) {
    Sections sections = Sections.of(document);
    boolean enabled = sections.enabled.containsKey(extension);
    OptionComparison comparison = new OptionComparison(file, sections.section(extension), enabled);
    Map<String, Option> before =
        byKey(installed.counting(extension).map(it -> it.objectClasses()).orElse(List.of()));
    comparison.addInvalid(next, installed.secrets(extension), interpolation);
    comparison.addNewAndGone(before, byKey(next));
    return comparison.changes.stream().sorted(INVALID_FIRST).toList();
  }

  private void addInvalid(
      List<ObjectClass> next, Set<String> secretsBefore, Interpolation interpolation) {
    ExtensionReading reading = ExtensionReading.of(section, "", next, secretsBefore, interpolation);
    Set<ConfigProblem> problems = new LinkedHashSet<>(reading.wrong());
    if (enabled) {
      problems.addAll(reading.missing());
    }
    for (ConfigProblem problem : problems) {
      String key = key(problem);
      invalid.add(key);
      changes.add(new OptionChange(Kind.INVALID, key, problem.in(file)));
    }
  }

  private void addNewAndGone(Map<String, Option> before, Map<String, Option> next) {
    next.forEach(
        (key, option) -> {
          if (!before.containsKey(key) && !invalid.contains(key)) {
            changes.add(new OptionChange(Kind.NEW, key, option.described()));
          }
        });
    before.forEach(
        (key, option) -> {
          if (!next.containsKey(key) && !section.entries().containsKey(key)) {
            changes.add(new OptionChange(Kind.GONE, key, "was " + option.described()));
          }
        });
  }

  /** The option that a problem is about: its path may be a flat key's, or that of a list's item. */
  private String key(ConfigProblem problem) {
    return section.entries().entrySet().stream()
        .filter(it -> isAbout(problem, it.getValue().path()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> problem.path().substring(section.name().length() + 1));
  }

  private static boolean isAbout(ConfigProblem problem, String path) {
    return problem.path().equals(path) || problem.path().startsWith(path + "[");
  }

  private static Map<String, Option> byKey(List<ObjectClass> objectClasses) {
    Map<String, Option> options = new LinkedHashMap<>();
    objectClasses.stream()
        .flatMap(it -> it.options().stream())
        .filter(it -> !SectionReader.HIDDEN.contains(it.key()))
        .filter(it -> !ExtensionReading.RESERVED.contains(it.key()))
        .forEach(it -> options.putIfAbsent(it.key(), it));
    return options;
  }
}
