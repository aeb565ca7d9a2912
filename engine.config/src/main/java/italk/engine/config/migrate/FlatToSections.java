package italk.engine.config.migrate;

import italk.engine.config.edit.JsonEditor;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.JsonWriter;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.FlatKeys;
import italk.engine.config.plan.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves each flat key into its section, which is added at the end of the file where there is none.
 * What the file means stays as it is: where both are given, the section wins already, and the flat
 * key is only taken out. Everything else in the text stays, too.
 *
 * <p>A function: {@link #migrate} depends on nothing but its arguments. An instance is the work
 * sheet of one call.
 */
public final class FlatToSections {

  private final JsonObject document;
  private String text;
  private final List<String> steps = new ArrayList<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  private FlatToSections(JsonObject document, String text) {
    this.document = document;
    this.text = text;
  }

  /**
   * What came of it.
   *
   * @param text the new text of the file; the old one where there was nothing to do
   * @param steps what was done, a line each, without values
   * @param problems flat keys that could not be moved, and are left as they are
   */
  public record Migration(String text, List<String> steps, List<ConfigProblem> problems) {

    /** Copies the lists. */
    public Migration {
      steps = List.copyOf(steps);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Migrates.
   *
   * @param file the file's content
   * @throws JsonException where it is not the JSON that the engine takes
   */
  public static Migration migrate(byte[] file) throws JsonException {
    JsonObject document = new JsonReader().read(file);
    FlatToSections sheet = new FlatToSections(document, new String(file, StandardCharsets.UTF_8));
    document.members().forEach(sheet::take);
    return new Migration(sheet.text, sheet.steps, sheet.problems);
  }

  private void take(String key, Member flat) {
    FlatKeys.Target target = FlatKeys.TABLE.get(key);
    if (target == null) {
      return;
    }
    String path = target.section() + "." + target.option();
    Member section = document.members().get(target.section());
    if (section != null && !(section.value() instanceof JsonObject)) {
      problems.add(
          new ConfigProblem(
              section.value().location(),
              target.section(),
              "expected an object, to move "
                  + key
                  + " into it, found "
                  + section.value().found()
                  + ": make it one, or take it out."));
      return;
    }
    if (section != null && has((JsonObject) section.value(), target.option())) {
      steps.add(key + ": taken out, because " + path + " says the same and counts.");
    } else {
      String value = JsonWriter.line(flat.value());
      text = new JsonEditor(text).put(List.of(target.section(), target.option()), value);
      steps.add(key + ": is " + path + " now.");
    }
    text = new JsonEditor(text).remove(List.of(key));
  }

  private static boolean has(JsonObject section, String option) {
    return section.members().keySet().stream().anyMatch(it -> Option.keyOf(it).equals(option));
  }
}
