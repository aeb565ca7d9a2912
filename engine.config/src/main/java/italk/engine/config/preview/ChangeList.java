package italk.engine.config.preview;

import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.api.configuration.KeyChange;
import italk.engine.config.change.Differences;
import italk.engine.config.change.OptionPath;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.Described;
import italk.engine.config.plan.Sections;
import italk.engine.config.preview.ConfigChange.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different between two files by their meaning, in words for people. A function: {@link
 * #of} depends on nothing but its arguments. An instance is the work sheet of one call.
 */
final class ChangeList {

  private static final String EXTENSIONS = "extensions";
  private static final String NOT_GIVEN = "not given";
  private static final String SECRET = EngineConfiguration.MASK;

  private final Installed installed;
  private final List<ConfigChange> changes = new ArrayList<>();

  private ChangeList(Installed installed) {
    this.installed = installed;
  }

  static List<ConfigChange> of(JsonObject before, JsonObject after, Installed installed) {
    ChangeList sheet = new ChangeList(installed);
    sheet.compareExtensions(Sections.of(before).enabledNames(), Sections.of(after).enabledNames());
    Differences.between(before, after, installed).stream()
        .filter(it -> !it.path().equals(EXTENSIONS))
        .map(sheet::option)
        .forEach(sheet.changes::add);
    return sheet.changes;
  }

  private void compareExtensions(List<String> before, List<String> after) {
    after.stream()
        .filter(it -> !before.contains(it))
        .forEach(it -> changes.add(new ConfigChange(Kind.ENABLED, it, "", place(it, after))));
    before.stream()
        .filter(it -> !after.contains(it))
        .forEach(it -> changes.add(new ConfigChange(Kind.DISABLED, it, place(it, before), "")));
    List<String> stayed = before.stream().filter(after::contains).toList();
    List<String> stay = after.stream().filter(before::contains).toList();
    if (!stayed.equals(stay)) {
      changes.add(
          new ConfigChange(
              Kind.REORDERED, EXTENSIONS, String.join(", ", stayed), String.join(", ", stay)));
    }
  }

  private String place(String name, List<String> names) {
    String place = "number " + (names.indexOf(name) + 1) + " of " + names.size();
    return installed.form(name).isPresent() ? place : place + ", not installed";
  }

  private ConfigChange option(KeyChange change) {
    String from = change.before().map(it -> shown(it, change)).orElseGet(() -> missing(change));
    String to = change.after().map(it -> shown(it, change)).orElseGet(() -> missing(change));
    if (from.equals(to)) {
      to += change.masked() ? ", another one" : " (it differs behind the cut)";
    }
    return new ConfigChange(Kind.OPTION, change.path(), from, to);
  }

  private static String shown(String json, KeyChange change) {
    return change.masked() ? SECRET : json;
  }

  private String missing(KeyChange change) {
    OptionPath path = OptionPath.of(change.path());
    return installed
        .form(path.section())
        .map(it -> it.options().getOrDefault(path.key(), List.of()))
        .flatMap(it -> it.stream().findFirst())
        .map(Described::option)
        .filter(it -> !change.masked() && !it.defaults().isEmpty())
        .map(it -> NOT_GIVEN + " (default " + it.shownDefault() + ")")
        .orElse(NOT_GIVEN);
  }
}
