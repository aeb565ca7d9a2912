package italk.engine.config.schema;

import static java.util.stream.Collectors.joining;

import italk.engine.config.plan.Installed.Described;
import italk.engine.config.plan.Installed.Form;
import italk.engine.config.plan.Option;
import italk.engine.config.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a schema says of one section: a function of what may stand in it. */
final class SectionSchema {

  private final Form form;
  private final Locale locale;
  private final SchemaWords words;

  SectionSchema(Form form, Locale locale, SchemaWords words) {
    this.form = form;
    this.locale = locale;
    this.words = words;
  }

  /** The schema of the section. */
  Map<String, Object> whole() {
    Map<String, Object> properties = new LinkedHashMap<>();
    form.options().keySet().forEach(key -> properties.put(key, option(key)));
    form.reserved().forEach(it -> properties.put(it.key(), OptionSchema.of(it, of(it))));
    Map<String, Object> patterns = new LinkedHashMap<>();
    properties.forEach(
        (key, schema) -> {
          if (key.contains("_")) {
            patterns.put("^(?!" + exactly(key) + "$)" + spellings(key) + "$", schema);
          }
        });
    Map<String, Object> schema = new LinkedHashMap<>();
    form.objectClasses().stream().findFirst().ifPresent(it -> putWords(schema, it.words()));
    schema.put("type", "object");
    schema.put("properties", properties);
    if (form.isDescribed()) {
      schema.put("additionalProperties", false);
    } else {
      String hidden =
          form.hidden().stream().sorted().map(SectionSchema::spellings).collect(joining("|"));
      patterns.put("^(" + hidden + ")$", false);
      schema.put("additionalProperties", OptionSchema.undescribed());
    }
    if (!patterns.isEmpty()) {
      schema.put("patternProperties", patterns);
    }
    return schema;
  }

  /** The schema of one option's value; of none at all where there is no such option. */
  Object option(String key) {
    if (!form.isDescribed()) {
      return OptionSchema.undescribed();
    }
    List<Object> schemas = new ArrayList<>();
    for (Described it : form.options().getOrDefault(key, List.of())) {
      Words.Text text = it.objectClass().words().of(it.option().id(), locale);
      schemas.add(OptionSchema.of(it.option(), text));
    }
    if (schemas.isEmpty()) {
      return false;
    }
    return schemas.size() == 1 ? schemas.get(0) : Map.of("allOf", schemas);
  }

  /** The keys of the options that must be given. */
  List<String> required() {
    return form.options().entrySet().stream()
        .filter(it -> it.getValue().stream().anyMatch(by -> by.option().required()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The schema of an object that has an option, in whatever spelling. */
  static Map<String, Object> has(String key) {
    return key.contains("_")
        ? Map.of(
            "not",
            Map.of("propertyNames", Map.of("not", Map.of("pattern", "^" + spellings(key) + "$"))))
        : Map.of("required", List.of(key));
  }

  private Words.Text of(Option reserved) {
    return words.of(reserved.key());
  }

  private void putWords(Map<String, Object> schema, Words of) {
    Words.Text text = of.of(locale);
    if (!text.name().isEmpty()) {
      schema.put("title", text.name());
    }
    if (!text.description().isEmpty()) {
      schema.put("description", text.description());
    }
  }

  /** A pattern of the spellings of a key: an id's full stops are the same as underscores. */
  private static String spellings(String key) {
    return exactly(key).replace("_", "[._]");
  }

  private static String exactly(String key) {
    return key.chars().mapToObj(it -> escape((char) it)).collect(joining());
  }

  // The patterns of editors know fewer escapes than Java's.
  private static String escape(char c) {
    if (c == '_' || Character.isLetterOrDigit(c)) {
      return String.valueOf(c);
    }
    return "^[]\\".indexOf(c) < 0 ? "[" + c + "]" : "\\" + c;
  }
}
