package italk.engine.config.preview;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.Described;
import italk.engine.config.plan.Installed.Form;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.plan.Sections;
import italk.engine.config.plan.Sections.Entry;
import italk.engine.config.preview.ConfigChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what two files say, flat keys and sections taken together. A function: {@link #of}
 * depends on nothing but its arguments. An instance is the work sheet of one call.
 */
final class ChangeList {

  private static final String NOT_GIVEN = "not given";

  private final Sections before;
  private final Sections after;
  private final Installed installed;
  private final List<ConfigChange> changes = new ArrayList<>();

  private ChangeList(Sections before, Sections after, Installed installed) {
    this.before = before;
    this.after = after;
    this.installed = installed;
  }

  static List<ConfigChange> of(JsonObject before, JsonObject after, Installed installed) {
    ChangeList sheet = new ChangeList(Sections.of(before), Sections.of(after), installed);
    sheet.compareExtensions();
    sheet.compareLogging();
    Set<String> names = new LinkedHashSet<>(sheet.before.names());
    names.addAll(sheet.after.names());
    names.forEach(sheet::compareSection);
    return sheet.changes;
  }

  private void compareExtensions() {
    List<String> then = before.enabledNames();
    List<String> now = after.enabledNames();
    for (String name : now) {
      if (!then.contains(name)) {
        changes.add(new ConfigChange(Kind.ENABLED, name, "", place(name, now)));
      }
    }
    for (String name : then) {
      if (!now.contains(name)) {
        changes.add(new ConfigChange(Kind.DISABLED, name, place(name, then), ""));
      }
    }
    List<String> stayed = then.stream().filter(now::contains).toList();
    List<String> stay = now.stream().filter(then::contains).toList();
    if (!stayed.equals(stay)) {
      changes.add(
          new ConfigChange(
              Kind.REORDERED, "extensions", String.join(", ", stayed), String.join(", ", stay)));
    }
  }

  private String place(String name, List<String> names) {
    String place = "number " + (names.indexOf(name) + 1) + " of " + names.size();
    return installed.form(name).isPresent() ? place : place + ", not installed";
  }

  private void compareLogging() {
    if (before.isLoggingOn() != after.isLoggingOn()) {
      String from = Boolean.toString(before.isLoggingOn());
      String to = Boolean.toString(after.isLoggingOn());
      changes.add(new ConfigChange(Kind.OPTION, "logging", from, to));
    }
  }

  private void compareSection(String name) {
    Optional<Form> form = installed.form(name);
    Set<String> keys = new LinkedHashSet<>(before.section(name).entries().keySet());
    keys.addAll(after.section(name).entries().keySet());
    for (String key : keys) {
      Optional<JsonValue> from = value(before, name, key);
      Optional<JsonValue> to = value(after, name, key);
      if (from.isEmpty() || to.isEmpty() || !ShownValue.same(from.get(), to.get())) {
        changes.add(change(name, key, form, from, to));
      }
    }
  }

  private static Optional<JsonValue> value(Sections sections, String name, String key) {
    return Optional.ofNullable(sections.section(name).entries().get(key)).map(Entry::value);
  }

  private static ConfigChange change(
      String name,
      String key,
      Optional<Form> form,
      Optional<JsonValue> from,
      Optional<JsonValue> to) {
    Optional<String> hidden = whyHidden(form, key);
    String shownFrom = from.map(it -> show(it, hidden)).orElseGet(() -> notGiven(form, key));
    String shownTo = to.map(it -> show(it, hidden)).orElseGet(() -> notGiven(form, key));
    if (shownFrom.equals(shownTo)) {
      shownTo = hidden.isPresent() ? "another one" : shownTo + " (it differs behind the cut)";
    }
    return new ConfigChange(Kind.OPTION, name + "." + key, shownFrom, shownTo);
  }

  private static String show(JsonValue value, Optional<String> hidden) {
    return hidden
        .map(why -> value.kind() + " (not shown, because " + why + ")")
        .orElseGet(() -> ShownValue.of(value));
  }

  /** Why a value is not shown; empty where it may be. What nobody describes may be a secret. */
  private static Optional<String> whyHidden(Optional<Form> form, String key) {
    if (Form.RESERVED_KEYS.contains(key)) {
      return Optional.empty();
    } else if (form.isEmpty() || !form.get().isDescribed()) {
      return Optional.of("nothing describes it");
    }
    return form.get().isSecret(key) ? Optional.of("it is secret") : Optional.empty();
  }

  private static String notGiven(Optional<Form> form, String key) {
    Optional<Option> option =
        form.map(it -> it.options().getOrDefault(key, List.of()))
            .flatMap(it -> it.stream().findFirst())
            .map(Described::option);
    if (option.isEmpty()
        || option.get().defaults().isEmpty()
        || option.get().type() == OptionType.SECRET
        || form.get().isSecret(key)) {
      return NOT_GIVEN;
    }
    return NOT_GIVEN + " (default " + option.get().shownDefault() + ")";
  }
}
