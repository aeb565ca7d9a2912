package italk.engine.config.change;

import static italk.engine.api.configuration.EngineConfiguration.MASK;

import italk.engine.api.configuration.KeyChange;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonWriter;
import italk.engine.config.plan.FlatKeys;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Sections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is different between two files by their meaning. Stateless. */
public final class Differences {

  private static final int MAX_CHANGES = 500;
  private static final int MAX_SHOWN = 200;

  private Differences() {}

  /**
   * Compares: an option that only moved between its section and its flat key is the same.
   *
   * @param installed says what is secret
   * @return in the order of the files; at most 500
   */
  public static List<KeyChange> between(JsonObject before, JsonObject after, Installed installed) {
    Map<OptionPath, String> old = values(before);
    Map<OptionPath, String> young = values(after);
    Set<OptionPath> paths = new LinkedHashSet<>(old.keySet());
    paths.addAll(young.keySet());
    List<KeyChange> changes = new ArrayList<>();
    for (OptionPath path : paths) {
      Optional<String> from = Optional.ofNullable(old.get(path));
      Optional<String> to = Optional.ofNullable(young.get(path));
      if (!from.equals(to) && changes.size() < MAX_CHANGES) {
        boolean hidden = Shown.isHidden(path, installed);
        changes.add(new KeyChange(path.toString(), shown(from, hidden), shown(to, hidden), hidden));
      }
    }
    return changes;
  }

  private static Optional<String> shown(Optional<String> value, boolean hidden) {
    return value.map(it -> hidden ? JsonWriter.text(MASK) : cut(it));
  }

  private static String cut(String value) {
    return value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "…" : value;
  }

  private static Map<OptionPath, String> values(JsonObject file) {
    Map<OptionPath, String> values = new LinkedHashMap<>();
    file.members()
        .forEach(
            (key, member) -> {
              if (!FlatKeys.TABLE.containsKey(key) && !(member.value() instanceof JsonObject)) {
                values.put(new OptionPath("", key), JsonWriter.line(member.value()));
              }
            });
    Sections sections = Sections.of(file);
    for (String name : sections.names()) {
      sections
          .section(name)
          .entries()
          .forEach((key, it) -> values.put(new OptionPath(name, key), JsonWriter.line(it.value())));
    }
    return values;
  }
}
