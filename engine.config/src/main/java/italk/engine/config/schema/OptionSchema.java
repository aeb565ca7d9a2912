package italk.engine.config.schema;

import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.words.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a schema says of one option: a function of its description. */
final class OptionSchema {

  private static final List<String> PLAIN = List.of("string", "number", "boolean");

  // As Template reads it: the beginning of a placeholder, or an escaped one.
  private static final String PLACEHOLDER = "\\$\\[[A-Za-z]+:|\\\\\\$\\[";
  private static final Map<String, Object> TO_PLACEHOLDER = Map.of("$ref", "#/$defs/placeholder");

  private OptionSchema() {}

  /** The schema of an option's value, with its words. */
  static Map<String, Object> of(Option option, Words.Text words) {
    Map<String, Object> schema = new LinkedHashMap<>();
    put(schema, "title", words.name());
    put(schema, "description", words.description());
    schema.putAll(orPlaceholder(option.cardinality() == 0 ? one(option) : list(option)));
    if (option.type() == OptionType.SECRET) {
      schema.put("writeOnly", true);
    } else {
      putDefault(schema, option);
    }
    return schema;
  }

  /** The schema of a value that nothing describes: what Config Admin can hold. */
  static Map<String, Object> undescribed() {
    List<Object> alternatives = new ArrayList<>();
    alternatives.add(Map.of("type", PLAIN));
    PLAIN.forEach(type -> alternatives.add(listOf(type)));
    Map<String, Object> mixed = listOf(PLAIN);
    mixed.put("contains", TO_PLACEHOLDER);
    alternatives.add(mixed);
    return Map.of("anyOf", alternatives);
  }

  private static Map<String, Object> listOf(Object type) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", Map.of("type", type));
    return list;
  }

  /** The schema of a placeholder: what it stands for, only the planner can check. */
  static Map<String, Object> placeholder(Words.Text words) {
    Map<String, Object> schema = new LinkedHashMap<>();
    put(schema, "title", words.name());
    put(schema, "description", words.description());
    schema.put("type", "string");
    schema.put("pattern", PLACEHOLDER);
    return schema;
  }

  private static Map<String, Object> orPlaceholder(Map<String, Object> schema) {
    return schema.equals(Map.of("type", "string"))
        ? schema
        : Map.of("anyOf", List.of(schema, TO_PLACEHOLDER));
  }

  private static Map<String, Object> list(Option option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", orPlaceholder(one(option)));
    if (option.atMost() != Integer.MAX_VALUE) {
      schema.put("maxItems", option.atMost());
    }
    return schema;
  }

  private static Map<String, Object> one(Option option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type(option.type()));
    List<Object> allowed =
        option.allowed().stream()
            .map(it -> value(option.type(), it))
            .filter(Objects::nonNull)
            .toList();
    if (!allowed.isEmpty()) {
      schema.put("enum", allowed);
    }
    if (option.type() == OptionType.CHARACTER) {
      schema.put("minLength", 1);
      schema.put("maxLength", 1);
    } else if (isText(option.type())) {
      option.min().ifPresent(it -> putLength(schema, "minLength", it, RoundingMode.CEILING));
      option.max().ifPresent(it -> putLength(schema, "maxLength", it, RoundingMode.FLOOR));
    } else if (option.type() != OptionType.BOOLEAN) {
      Option bounded = option.withTypeBounds();
      bounded.min().ifPresent(it -> schema.put("minimum", it));
      bounded.max().ifPresent(it -> schema.put("maximum", it));
    }
    return schema;
  }

  private static String type(OptionType type) {
    return switch (type) {
      case TEXT, SECRET, CHARACTER -> "string";
      case BOOLEAN -> "boolean";
      case FLOAT, DOUBLE -> "number";
      case BYTE, SHORT, INTEGER, LONG -> "integer";
    };
  }

  private static boolean isText(OptionType type) {
    return type == OptionType.TEXT || type == OptionType.SECRET;
  }

  private static void putLength(
      Map<String, Object> schema, String key, BigDecimal bound, RoundingMode mode) {
    schema.put(key, bound.setScale(0, mode).max(BigDecimal.ZERO));
  }

  private static void putDefault(Map<String, Object> schema, Option option) {
    List<Object> values =
        option.defaults().stream()
            .map(it -> value(option.type(), it))
            .filter(Objects::nonNull)
            .toList();
    if (option.cardinality() != 0 && !option.required()) {
      schema.put("default", values);
    } else if (values.size() == 1) {
      schema.put("default", values.get(0));
    }
  }

  /** A text of Metatype's as the JSON value that it stands for; null where it can't be one. */
  private static Object value(OptionType type, String text) {
    if (isText(type) || type == OptionType.CHARACTER) {
      return text;
    } else if (type == OptionType.BOOLEAN) {
      return Boolean.valueOf(text);
    }
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      // As for bounds: what is no number says nothing.
      return null;
    }
  }

  private static void put(Map<String, Object> schema, String key, String text) {
    if (!text.isEmpty()) {
      schema.put(key, text);
    }
  }
}
