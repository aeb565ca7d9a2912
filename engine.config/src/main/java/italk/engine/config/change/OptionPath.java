package italk.engine.config.change;

import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.plan.FlatKeys;
import italk.engine.config.plan.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * Which option is meant, wherever it stands in a file.
 *
 * @param section the section's name; empty for a key at the top
 * @param key the option's key in its section, or the key at the top
 */
public record OptionPath(String section, String key) {

  /** Takes apart what people write: {@code section.option}, a flat key, or a key at the top. */
  public static OptionPath of(String path) {
    FlatKeys.Target target = FlatKeys.TABLE.get(path);
    if (target != null) {
      return new OptionPath(target.section(), target.option());
    }
    int dot = path.indexOf('.');
    return dot < 0
        ? new OptionPath("", path)
        : new OptionPath(path.substring(0, dot), Option.keyOf(path.substring(dot + 1)));
  }

  boolean isAtTop() {
    return section.isEmpty();
  }

  /** Where a file has it: the place that counts first. */
  List<List<String>> placesIn(JsonObject file) {
    List<List<String>> places = new ArrayList<>();
    if (isAtTop()) {
      if (file.members().containsKey(key)) {
        places.add(List.of(key));
      }
      return places;
    }
    Member member = file.members().get(section);
    if (member != null && member.value() instanceof JsonObject object) {
      object.members().keySet().stream()
          .filter(it -> Option.keyOf(it).equals(key))
          .forEach(it -> places.add(List.of(section, it)));
    }
    FlatKeys.TABLE.forEach(
        (flat, target) -> {
          if (target.section().equals(section)
              && target.option().equals(key)
              && file.members().containsKey(flat)) {
            places.add(List.of(flat));
          }
        });
    return places;
  }

  /** Where a file has it, or where it belongs. */
  List<String> placeFor(JsonObject file) {
    return placesIn(file).stream()
        .findFirst()
        .orElse(isAtTop() ? List.of(key) : List.of(section, key));
  }

  @Override
  public String toString() {
    return isAtTop() ? key : section + "." + key;
  }
}
