package italk.engine.config.plan;

import italk.engine.config.json.JsonWords;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Sections.Entry;
import italk.engine.config.plan.Sections.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one section against the object classes of its owner: each PID gets the options that its
 * object class has. One use, one thread.
 */
final class SectionReader {

  /** Keys (with underscores) whose source is the list of extensions or Config Admin. */
  static final Set<String> HIDDEN =
      Set.of("service_ranking", "italk_extension", "service_pid", "component_name", "component_id");

  private final Section section;
  private final Set<String> hidden;
  private final Set<String> reserved;
  // A set: two object classes with the same option would report the same problem twice.
  private final Set<ConfigProblem> problems = new LinkedHashSet<>();
  private final Set<ConfigProblem> missing = new LinkedHashSet<>();
  private final OptionReader options;

  /**
   * @param section what is in the file
   * @param hidden keys that nobody may set here, because they have another source
   * @param reserved keys that are the engine's own in this section, read by {@link #reserved}
   * @param secrets keys whose values are not shown, whatever the object classes say
   * @param interpolation what placeholders stand for
   */
  SectionReader(
      Section section,
      Set<String> hidden,
      Set<String> reserved,
      Set<String> secrets,
      Interpolation interpolation) {
    this.section = section;
    this.hidden = hidden;
    this.reserved = reserved;
    this.options = new OptionReader(secrets, interpolation, problems::add);
  }

  /** What is there and is wrong. */
  List<ConfigProblem> problems() {
    return new ArrayList<>(problems);
  }

  /** What must be there and isn't. */
  List<ConfigProblem> missing() {
    return new ArrayList<>(missing);
  }

  /** The value of a reserved key as text; empty where it is not given or does not fit. */
  Optional<String> reserved(Option option) {
    Entry entry = section.entries().get(option.key());
    return entry == null
        ? Optional.empty()
        : options.read(option, entry.path(), entry.value()).map(String::valueOf);
  }

  /** The values by PID; complete only where there is no problem and nothing is missing. */
  Map<String, Map<String, Object>> read(List<ObjectClass> objectClasses) {
    Map<String, Map<String, Object>> byPid = new LinkedHashMap<>();
    Set<String> known = new LinkedHashSet<>();
    for (ObjectClass objectClass : objectClasses) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Option option : objectClass.options()) {
        if (!hidden.contains(option.key()) && !reserved.contains(option.key())) {
          known.add(option.key());
          readOption(option, values);
        }
      }
      byPid.put(objectClass.pid(), stamped(values));
    }
    known.addAll(reserved);
    section.entries().forEach((key, entry) -> checkKnown(key, entry, known));
    return byPid;
  }

  /** The values where nothing describes them. */
  Map<String, Object> readUndescribed() {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Entry> before = new HashMap<>();
    section
        .entries()
        .forEach(
            (key, entry) -> {
              String caseless = key.toLowerCase(Locale.ROOT);
              checkHolds(key, entry, before.putIfAbsent(caseless, entry));
              if (hidden.contains(caseless)) {
                checkKnown(key, entry, reserved);
              } else if (!reserved.contains(key)) {
                options
                    .readUndescribed(key, entry.path(), entry.value())
                    .ifPresent(value -> values.put(key, value));
              }
            });
    return stamped(values);
  }

  /** With the state of the secret files: another one is a change, though the text is the same. */
  private Map<String, Object> stamped(Map<String, Object> values) {
    SecretStamps.put(options.takeStamps(), values);
    return values;
  }

  /**
   * Config Admin takes no empty key, and two that differ in case only for the same one. It would
   * refuse the PID when others have been written: half of a file would be in force.
   */
  private void checkHolds(String key, Entry entry, Entry before) {
    if (key.isEmpty()) {
      problems.add(
          new ConfigProblem(
              entry.location(), entry.path(), "expected the name of an option, found \"\"."));
    } else if (before != null) {
      problems.add(
          new ConfigProblem(
              entry.location(),
              entry.path(),
              "differs from "
                  + before.path()
                  + " in line "
                  + before.location().line()
                  + " in upper and lower case only: keep one of them."));
    }
  }

  private void readOption(Option option, Map<String, Object> values) {
    Entry entry = section.entries().get(option.key());
    if (entry != null) {
      options
          .read(option, entry.path(), entry.value())
          .ifPresent(value -> values.put(option.id(), value));
    } else if (option.required()) {
      missing.add(
          new ConfigProblem(
              section.location(),
              section.name() + "." + option.key(),
              "is missing: expected " + option.expected() + ", there is no default."));
    }
  }

  private void checkKnown(String key, Entry entry, Collection<String> known) {
    if (known.contains(key)) {
      return;
    }
    String others = known.isEmpty() ? "none" : String.join(", ", known);
    problems.add(
        new ConfigProblem(
            entry.location(),
            entry.path(),
            "unknown option."
                + JsonWords.didYouMean(key, known)
                + " Options of "
                + section.name()
                + ": "
                + others
                + "."));
  }
}
