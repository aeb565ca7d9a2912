package italk.engine.config.change;

import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.config.change.Change.Result;
import italk.engine.config.change.Change.Source;
import italk.engine.config.edit.JsonEditor;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.JsonWords;
import italk.engine.config.json.JsonWriter;
import italk.engine.config.migrate.FlatToSections;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Sections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The changes that there are. Stateless. */
public final class Changes {

  private static final OptionPath EXTENSIONS = new OptionPath("", "extensions");

  private Changes() {}

  /**
   * A value that an option is to have.
   *
   * @param path which option
   * @param json the value; empty where it is not to be given
   */
  public record Value(OptionPath path, Optional<String> json) {}

  /** Gives an option a value, JSON or a plain text. */
  public static Change set(String path, String typed) {
    OptionPath option = OptionPath.of(path);
    return file -> {
      String json = Values.json(typed, option, file.installed());
      return json.contains(JsonWriter.text(EngineConfiguration.MASK))
          ? new Result.Refused(
              EngineConfiguration.MASK + " stands for a value that is not shown: give the value.")
          : put(file, List.of(new Value(option, Optional.of(json))));
    };
  }

  /** Takes an option out, wherever it stands. */
  public static Change unset(String path) {
    return file -> put(file, List.of(new Value(OptionPath.of(path), Optional.empty())));
  }

  /** Gives several options their values. */
  public static Change values(List<Value> values) {
    return file -> put(file, values);
  }

  /** Adds a name to the extensions. */
  public static Change enable(String name) {
    return file -> {
      if (!Sections.NAME.matcher(name).matches()) {
        return new Result.Refused(
            "Expected the name of an extension (1 to 64 lower-case letters, digits and"
                + " underscores), found "
                + JsonValue.quote(name)
                + ".");
      }
      return extensions(
          file,
          names -> {
            List<String> more = new ArrayList<>(new LinkedHashSet<>(names));
            more.add(name);
            return names.contains(name) ? names : more;
          });
    };
  }

  /** Takes a name out of the extensions. */
  public static Change disable(String name) {
    return file -> {
      List<String> enabled = Sections.of(file.document()).enabledNames();
      return !enabled.contains(name) && !file.installed().names().contains(name)
          ? new Result.Refused(unknown(name, enabled))
          : extensions(file, names -> names.stream().filter(it -> !it.equals(name)).toList());
    };
  }

  /** Puts names first. */
  public static Change order(List<String> first) {
    return file -> {
      List<String> enabled = Sections.of(file.document()).enabledNames();
      for (String name : first) {
        if (!enabled.contains(name)) {
          return new Result.Refused(unknown(name, enabled));
        }
      }
      LinkedHashSet<String> ordered = new LinkedHashSet<>(first);
      if (ordered.size() < first.size()) {
        return new Result.Refused("A name is given twice: give each once.");
      }
      ordered.addAll(enabled);
      return extensions(file, names -> List.copyOf(ordered));
    };
  }

  /** Writes flat keys as sections. */
  public static Change migrate() {
    return file -> {
      try {
        FlatToSections.Migration migration =
            FlatToSections.migrate(file.text().getBytes(StandardCharsets.UTF_8));
        return migration.problems().isEmpty()
            ? new Result.Text(migration.text(), String.join("\n", migration.steps()))
            : new Result.Refused(refusal(migration.problems().get(0)));
      } catch (JsonException e) {
        return new Result.Refused(e.getMessage() + ".");
      }
    };
  }

  private static String refusal(ConfigProblem problem) {
    return problem.path() + ": " + problem.text();
  }

  private static String unknown(String name, List<String> enabled) {
    return JsonValue.quote(name)
        + " is not enabled."
        + JsonWords.didYouMean(name, enabled)
        + (enabled.isEmpty() ? " No extension is." : " Enabled: " + String.join(", ", enabled))
        + (enabled.isEmpty() ? "" : ".");
  }

  private static Result extensions(Source file, UnaryOperator<List<String>> edit) {
    Sections sections = Sections.of(file.document());
    List<String> names = sections.enabledNames();
    List<String> edited = edit.apply(names);
    return edited.equals(names)
        ? new Result.Text(file.text())
        : new Result.Text(new JsonEditor(file.text()).putList(List.of(EXTENSIONS.key()), edited));
  }

  private static Result put(Source file, List<Value> values) {
    String text = file.text();
    JsonObject document = file.document();
    for (Value value : values) {
      Member section = document.members().get(value.path().section());
      if (section != null && !(section.value() instanceof JsonObject)) {
        return new Result.Refused(
            value.path().section()
                + " is no section in the file, but "
                + section.value().kind()
                + ": mend it first.");
      }
      text =
          value.json().isPresent()
              ? put(text, document, value.path(), value.json().get())
              : remove(text, value.path().placesIn(document));
      try {
        document = new JsonReader().read(text.getBytes(StandardCharsets.UTF_8));
      } catch (JsonException e) {
        // Such as nested too deep.
        return new Result.Refused(value.path() + ": " + e.getMessage() + ".");
      }
    }
    return new Result.Text(text);
  }

  private static String put(String text, JsonObject document, OptionPath path, String json) {
    List<String> place = path.placeFor(document);
    boolean there = !path.placesIn(document).isEmpty();
    if (there && JsonWriter.line(Values.at(document, place)).equals(json)) {
      return text;
    }
    Optional<List<String>> texts = path.equals(EXTENSIONS) ? Values.texts(json) : Optional.empty();
    return texts.isPresent()
        ? new JsonEditor(text).putList(place, texts.get())
        : new JsonEditor(text).put(place, json);
  }

  private static String remove(String text, List<List<String>> places) {
    String rest = text;
    for (List<String> place : places) {
      rest = new JsonEditor(rest).remove(place);
    }
    return rest;
  }
}
