package italk.engine.config.plan;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file by its form alone, whatever is installed: the list of extensions, the flag for logging,
 * and one section per name, made of the flat keys and of the file's own sections. Filled by {@link
 * #of}, not changed afterwards.
 */
public final class Sections {

  static final String EXTENSIONS = "extensions";
  static final String LOGGING = "logging";
  static final String SCHEMA = "$schema";

  /** What an extension's name looks like. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");

  /** How many names the list of extensions may have. */
  public static final int MAX_EXTENSIONS = 200;

  /**
   * An option as it stands in the file.
   *
   * @param path the key path to show
   * @param location where the key is
   * @param value its value
   */
  public record Entry(String path, Location location, JsonValue value) {}

  /**
   * The options of one name.
   *
   * @param name the name
   * @param location where it begins
   * @param entries by key, in the order of the file
   */
  public record Section(String name, Location location, Map<String, Entry> entries) {
    static Section empty(String name, Location location) {
      return new Section(name, location, Map.of());
    }
  }

  /** The enabled names in order, each with its place. */
  final Map<String, Location> enabled = new LinkedHashMap<>();

  final Map<String, Section> byName = new LinkedHashMap<>();

  /** Keys at the top whose value is no object: only right where the key is no section's. */
  final Map<String, Member> scalars = new LinkedHashMap<>();

  final List<ConfigProblem> problems = new ArrayList<>();
  final List<ConfigProblem> warnings = new ArrayList<>();

  boolean logging = true;

  private Sections() {}

  /** Takes a file apart. */
  public static Sections of(JsonObject file) {
    Sections sections = new Sections();
    file.members().forEach(sections::takeSection);
    file.members().forEach(sections::takeFlatKey);
    if (!file.members().containsKey(EXTENSIONS) && !file.members().isEmpty()) {
      sections.warnings.add(
          new ConfigProblem(
              file.location(), EXTENSIONS, "the list is missing: no extension is enabled."));
    }
    return sections;
  }

  /** The keys at the top that are not the name of a section. */
  public static Set<String> topLevelKeys() {
    Set<String> keys = new LinkedHashSet<>(List.of(EXTENSIONS, LOGGING));
    keys.addAll(FlatKeys.TABLE.keySet());
    return keys;
  }

  /** The enabled names in order. */
  public List<String> enabledNames() {
    return List.copyOf(enabled.keySet());
  }

  /** The names that have options, in the order of the file. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** What the flag for logging says. */
  public boolean isLoggingOn() {
    return logging;
  }

  /** The section of a name; one without options where the file has none. */
  public Section section(String name) {
    Section section = byName.get(name);
    return section != null
        ? section
        : Section.empty(name, enabled.getOrDefault(name, Location.START));
  }

  private void takeSection(String key, Member member) {
    switch (key) {
      case SCHEMA -> {}
      case EXTENSIONS -> takeExtensions(member.value());
      case LOGGING -> takeLogging(member.value());
      default -> {
        if (FlatKeys.TABLE.containsKey(key)) {
          return;
        } else if (member.value() instanceof JsonObject object) {
          Map<String, Entry> entries = new LinkedHashMap<>();
          object.members().forEach((option, it) -> takeOption(entries, key, option, it));
          byName.put(key, new Section(key, member.location(), entries));
        } else {
          scalars.put(key, member);
        }
      }
    }
  }

  private void takeOption(
      Map<String, Entry> entries, String section, String option, Member member) {
    String path = section + "." + option;
    Entry before =
        entries.put(Option.keyOf(option), new Entry(path, member.location(), member.value()));
    if (before != null) {
      problem(
          member.location(),
          path,
          "is the same option as "
              + before.path()
              + " in line "
              + before.location().line()
              + ": keep one of them.");
    }
  }

  private void takeFlatKey(String key, Member member) {
    FlatKeys.Target target = FlatKeys.TABLE.get(key);
    if (target == null) {
      return;
    }
    Section section =
        byName.computeIfAbsent(
            target.section(), name -> new Section(name, member.location(), new LinkedHashMap<>()));
    Entry winner = section.entries().get(target.option());
    if (winner == null) {
      section.entries().put(target.option(), new Entry(key, member.location(), member.value()));
    } else {
      warnings.add(
          new ConfigProblem(
              member.location(),
              key,
              "is not used, because "
                  + winner.path()
                  + " in line "
                  + winner.location().line()
                  + " says the same: the section wins. Remove one of them."));
    }
  }

  private void takeLogging(JsonValue value) {
    if (value instanceof JsonBoolean flag) {
      logging = flag.value();
    } else {
      problem(value.location(), LOGGING, "expected true or false, found " + value.found() + ".");
    }
  }

  private void takeExtensions(JsonValue value) {
    if (!(value instanceof JsonArray list) || list.values().size() > MAX_EXTENSIONS) {
      problem(
          value.location(),
          EXTENSIONS,
          "expected a list of at most "
              + MAX_EXTENSIONS
              + " names, such as [\"welcome\"], found "
              + value.found()
              + ".");
      return;
    }
    for (int i = 0; i < list.values().size(); i++) {
      takeName(EXTENSIONS + "[" + i + "]", list.values().get(i));
    }
  }

  private void takeName(String path, JsonValue value) {
    if (!(value instanceof JsonText name) || !NAME.matcher(name.text()).matches()) {
      problem(
          value.location(),
          path,
          "expected the name of an extension (1 to 64 lower-case letters, digits and underscores),"
              + " found "
              + value.found()
              + ".");
      return;
    }
    Location before = enabled.putIfAbsent(name.text(), value.location());
    if (before != null) {
      problem(
          value.location(),
          path,
          name.found()
              + " is in the list already, in line "
              + before.line()
              + ": keep one of them.");
    }
  }

  private void problem(Location location, String path, String text) {
    problems.add(new ConfigProblem(location, path, text));
  }
}
