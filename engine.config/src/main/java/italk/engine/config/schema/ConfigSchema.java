package italk.engine.config.schema;

import italk.engine.config.plan.FlatKeys;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.Form;
import italk.engine.config.plan.Plan;
import italk.engine.config.plan.Planner;
import italk.engine.config.plan.Sections;
import italk.engine.config.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the schema. A function: {@link #of} depends on nothing but its arguments. An instance is
 * the work sheet of one call.
 *
 * <p>It says what the planner says, but for this. What is wrong in the section of an extension that
 * is not enabled is a mistake here, and only a warning there; a flat key is checked here also where
 * the section gives the same option. Only the planner finds that one option is given in two
 * spellings, and what is wrong with a placeholder.
 */
public final class ConfigSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final Installed installed;
  private final Locale locale;
  private final SchemaWords words;

  // By name: the core's sections first.
  private final Map<String, SectionSchema> sections = new LinkedHashMap<>();
  private final Set<String> core = new LinkedHashSet<>();

  private ConfigSchema(Installed installed, Locale locale) {
    this.installed = installed;
    this.locale = locale;
    this.words = new SchemaWords(locale);
    Map<String, SectionSchema> extensions = new TreeMap<>();
    installed.core().stream()
        .map(it -> Planner.sectionOf(it.pid()))
        .sorted()
        .forEach(this::addCore);
    Set<String> taken = Sections.topLevelKeys();
    installed.names().stream()
        .filter(name -> !core.contains(name) && !taken.contains(name))
        .forEach(name -> section(name).ifPresent(it -> extensions.put(name, it)));
    sections.putAll(extensions);
  }

  /**
   * The text of the schema, ready to be a file.
   *
   * @param installed what is in the framework
   * @param locale the language of its titles and descriptions
   */
  public static String of(Installed installed, Locale locale) {
    return SchemaText.write(new ConfigSchema(installed, locale).whole());
  }

  private void addCore(String name) {
    core.add(name);
    section(name).ifPresent(it -> sections.put(name, it));
  }

  private Optional<SectionSchema> section(String name) {
    return installed.form(name).map(form -> new SectionSchema(form, locale, words));
  }

  private Map<String, Object> whole() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("$comment", words.text("comment"));
    schema.putAll(worded(words.of("file")));
    schema.put("type", "object");
    schema.put("properties", properties());
    Map<String, Object> unknown = new LinkedHashMap<>();
    unknown.put("type", "object");
    unknown.put("description", words.text("unknown.description"));
    schema.put("additionalProperties", unknown);
    List<Object> required = required();
    if (!required.isEmpty()) {
      schema.put("allOf", required);
    }
    schema.put("$defs", Map.of("placeholder", OptionSchema.placeholder(words.of("placeholder"))));
    return schema;
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("$schema", worded(words.of("schema")));
    Map<String, Object> logging = worded(words.of("logging"));
    logging.put("type", "boolean");
    logging.put("default", true);
    properties.put("logging", logging);
    properties.put("extensions", extensions());
    sections.forEach((name, it) -> properties.put(name, it.whole()));
    FlatKeys.TABLE.forEach((key, target) -> properties.put(key, flatKey(target)));
    return properties;
  }

  private Map<String, Object> extensions() {
    List<Object> suggestions = new ArrayList<>();
    for (String name : sections.keySet()) {
      if (!core.contains(name)) {
        suggestions.add(suggestion(name));
      }
    }
    // Not only those: a name may be written before its extension comes.
    suggestions.add(Map.of("type", "string"));
    Set<String> taken = new LinkedHashSet<>(core);
    taken.add(Planner.sectionOf(Plan.ENGINE_PID));
    taken.addAll(Sections.topLevelKeys());
    Map<String, Object> name = new LinkedHashMap<>();
    name.put("type", "string");
    name.put("pattern", "^" + Sections.NAME.pattern() + "$");
    name.put("not", Map.of("enum", List.copyOf(taken)));
    name.put("anyOf", suggestions);
    Map<String, Object> extensions = worded(words.of("extensions"));
    extensions.put("type", "array");
    extensions.put("items", name);
    extensions.put("uniqueItems", true);
    extensions.put("maxItems", Sections.MAX_EXTENSIONS);
    return extensions;
  }

  private Map<String, Object> suggestion(String name) {
    Words described =
        installed
            .form(name)
            .map(Form::objectClasses)
            .flatMap(it -> it.stream().findFirst())
            .map(it -> it.words())
            .orElse(Words.NONE);
    Map<String, Object> suggestion = worded(described.of(locale));
    suggestion.put("const", name);
    return suggestion;
  }

  private Map<String, Object> flatKey(FlatKeys.Target target) {
    SectionSchema section = sections.get(target.section());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("deprecated", true);
    schema.put("description", words.text("flat.description", target.section(), target.option()));
    if (section != null) {
      Object option = section.option(target.option());
      schema.put("allOf", List.of(option));
    }
    return schema;
  }

  /** What must be there: the core's always, an extension's where it is enabled. */
  private List<Object> required() {
    List<Object> rules = new ArrayList<>();
    sections.forEach(
        (name, section) -> {
          for (String key : section.required()) {
            Object rule = given(name, key);
            rules.add(core.contains(name) ? rule : whereEnabled(name, rule));
          }
        });
    return rules;
  }

  private static Map<String, Object> given(String section, String key) {
    Map<String, Object> inSection = new LinkedHashMap<>();
    inSection.put("required", List.of(section));
    inSection.put("properties", Map.of(section, SectionSchema.has(key)));
    FlatKeys.Target target = new FlatKeys.Target(section, key);
    List<Object> ways = new ArrayList<>(List.of(inSection));
    FlatKeys.TABLE.forEach(
        (flat, it) -> {
          if (it.equals(target)) {
            ways.add(Map.of("required", List.of(flat)));
          }
        });
    return ways.size() == 1 ? inSection : Map.of("anyOf", ways);
  }

  private static Map<String, Object> whereEnabled(String name, Object rule) {
    Map<String, Object> enabled = new LinkedHashMap<>();
    enabled.put("required", List.of("extensions"));
    enabled.put("properties", Map.of("extensions", Map.of("contains", Map.of("const", name))));
    Map<String, Object> conditional = new LinkedHashMap<>();
    conditional.put("if", enabled);
    conditional.put("then", rule);
    return conditional;
  }

  private static Map<String, Object> worded(Words.Text text) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (!text.name().isEmpty()) {
      schema.put("title", text.name());
    }
    if (!text.description().isEmpty()) {
      schema.put("description", text.description());
    }
    return schema;
  }
}
