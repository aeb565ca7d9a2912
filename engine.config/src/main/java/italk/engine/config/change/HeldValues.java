package italk.engine.config.change;

import italk.engine.config.change.Changes.Value;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.Described;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.Plan;
import italk.engine.config.plan.Planner;
import italk.engine.config.plan.SecretStamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Config Admin holds under one PID against what was written there.
 *
 * @param pid the PID
 * @param written what was written
 * @param held what is there now
 */
public record HeldValues(String pid, Map<String, Object> written, Map<String, Object> held) {

  /** What comes from elsewhere than the section: it can't be changed in Config Admin. */
  private static final Set<String> DERIVED =
      Set.of(
          "service.ranking",
          Planner.EXTENSION_PROPERTY,
          "failure_policies",
          "timeouts_ms",
          SecretStamps.PROPERTY);

  private static final List<String> FOREIGN_PREFIXES =
      List.of(".", ":", "service.", "component.", "felix.fileinstall.", "org.apache.felix.");

  /** Whether it is the same to the type, but for marks that nobody reads as an option. */
  public boolean isSame() {
    return keys().stream().allMatch(it -> Objects.deepEquals(written.get(it), held.get(it)));
  }

  /** What the section would have to say so that the same is written. */
  public List<Value> values(Installed installed) {
    List<Value> values = new ArrayList<>();
    for (String id : keys()) {
      Optional<String> before = Optional.ofNullable(written.get(id)).map(Values::json);
      Optional<String> now = Optional.ofNullable(held.get(id)).map(Values::json);
      boolean isNew = before.isEmpty() && now.isPresent();
      if (!DERIVED.contains(id)
          && !before.equals(now)
          && !(isNew && isDefault(id, now.get(), installed))) {
        values.add(new Value(path(id), now));
      }
    }
    return values;
  }

  /** What was changed though it can't be, in words. A lost one is put back without a word. */
  public List<String> putBack() {
    return keys().stream()
        .filter(DERIVED::contains)
        .filter(held::containsKey)
        .filter(it -> !Objects.deepEquals(written.get(it), held.get(it)))
        .map(
            it ->
                it
                    + " of "
                    + pid
                    + " was changed in Config Admin, and comes from elsewhere: the order of"
                    + " extensions, or their sections.")
        .toList();
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>(written.keySet());
    held.keySet().stream()
        .filter(it -> FOREIGN_PREFIXES.stream().noneMatch(it::startsWith))
        .forEach(keys::add);
    keys.addAll(DERIVED.stream().filter(held::containsKey).toList());
    return keys;
  }

  private OptionPath path(String id) {
    if (pid.equals(Plan.ENGINE_PID) && id.equals(Plan.ENGINE_EXTENSIONS)) {
      return new OptionPath("", Plan.ENGINE_EXTENSIONS);
    }
    return new OptionPath(section(), Option.keyOf(id));
  }

  private String section() {
    Object extension = written.get(Planner.EXTENSION_PROPERTY);
    return extension == null ? Planner.sectionOf(pid) : extension.toString();
  }

  // Consoles write every field of their form, also those that nobody filled in.
  private boolean isDefault(String id, String json, Installed installed) {
    List<Described> described =
        installed
            .form(section())
            .map(form -> form.options().getOrDefault(Option.keyOf(id), List.of()))
            .orElse(List.of());
    return described.stream()
        .map(Described::option)
        .anyMatch(it -> Values.json(defaultOf(it)).equals(Values.asTexts(json)));
  }

  private static Object defaultOf(Option option) {
    List<String> defaults = option.defaults();
    return option.cardinality() == 0 ? String.join("", defaults) : defaults;
  }
}
