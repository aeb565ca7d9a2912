package italk.engine.config.plan;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.Location;
import italk.engine.config.placeholder.Interpolated;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.Placeholder;
import italk.engine.config.placeholder.SecretStamp;
import italk.engine.config.placeholder.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads values that hold placeholders. What Config Admin gets holds them still, with the option's
 * type: who lists configurations sees no secret. What they stand for is only checked, and is a text
 * at first, whatever the option's type. One use per plan, one thread.
 */
final class PlaceholderReader {

  private static final String NOT_SHOWN = " (not shown, because it is secret)";
  private static final String ANYTHING = "a value";
  // As the plugin knows them, beside the names of the classes.
  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "Character", "char",
          "Byte", "byte",
          "Short", "short",
          "Integer", "int",
          "Long", "long",
          "Float", "float",
          "Double", "double",
          "Boolean", "boolean");
  // Of bounded size: it comes from anywhere.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,100}(\\.\\d{0,100})?|\\.\\d{1,100})([eE][+-]?\\d{1,4})?");

  private final Set<String> secrets;
  private final Interpolation interpolation;
  private final Consumer<ConfigProblem> problems;
  private Set<SecretStamp> stamps = new HashSet<>();

  /**
   * @param secrets keys whose values are not shown, whatever their type
   * @param interpolation what placeholders stand for
   * @param problems takes what does not fit
   */
  PlaceholderReader(
      Set<String> secrets, Interpolation interpolation, Consumer<ConfigProblem> problems) {
    this.secrets = secrets;
    this.interpolation = interpolation;
    this.problems = problems;
  }

  /** Whether there is a placeholder in a value, or what the plugin takes for one. */
  static boolean isFor(JsonValue value) {
    if (value instanceof JsonArray list) {
      return list.values().stream().anyMatch(it -> it instanceof JsonText && isFor(it));
    }
    return value instanceof JsonText text && !Template.of(text.text()).isPlain();
  }

  /** The secret files that were read since the last call. */
  Set<SecretStamp> takeStamps() {
    Set<SecretStamp> taken = stamps;
    stamps = new HashSet<>();
    return taken;
  }

  /** The value with its placeholders; empty where it does not fit, which was reported. */
  Optional<Object> read(Option option, String path, JsonValue value) {
    boolean secret = option.type() == OptionType.SECRET || secrets.contains(option.key());
    if (value instanceof JsonArray list) {
      return list(option, path, list, secret);
    }
    return text(option, path, (JsonText) value, secret).map(it -> it);
  }

  /** The same where nothing describes the option: anything fits that its placeholders give. */
  Optional<Object> readUndescribed(String path, JsonValue value) {
    List<JsonValue> values = value instanceof JsonArray list ? list.values() : List.of(value);
    List<String> written = new ArrayList<>();
    for (JsonValue one : values) {
      if (!isFor(one)) {
        written.add(written(one));
      } else if (found(Template.of(((JsonText) one).text()), path, one, ANYTHING).isPresent()) {
        written.add(((JsonText) one).text());
      }
    }
    if (written.size() < values.size()) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof JsonArray ? written.toArray(String[]::new) : written.get(0));
  }

  /** A list with placeholders among its items: the plugin looks into arrays of text. */
  private Optional<Object> list(Option option, String path, JsonArray list, boolean secret) {
    if (option.cardinality() == 0 || list.values().size() > option.atMost()) {
      return unfit(list, path, option.expected(), list.found() + ".");
    }
    List<String> items = new ArrayList<>();
    for (int i = 0; i < list.values().size(); i++) {
      JsonValue item = list.values().get(i);
      String itemPath = path + "[" + i + "]";
      if (isFor(item)) {
        text(option.one(), itemPath, (JsonText) item, secret).ifPresent(items::add);
      } else if (OptionReader.fit(option.one(), item).isPresent()) {
        items.add(written(item));
      } else {
        String found = secret ? item.kind() + NOT_SHOWN : item.found();
        unfit(item, itemPath, option.expectedOfOne(), found + ".");
      }
    }
    return items.size() < list.values().size()
        ? Optional.empty()
        : Optional.of(items.toArray(String[]::new));
  }

  private Optional<String> text(Option option, String path, JsonText value, boolean secret) {
    Template template = Template.of(value.text());
    Optional<Placeholder> whole = template.whole();
    boolean isList = option.cardinality() != 0;
    if (isList && whole.isEmpty()) {
      return unfit(value, path, option.expected(), "a text with " + template + " in it.");
    } else if (whole.flatMap(Placeholder::type).filter(it -> !isOf(option, it)).isPresent()) {
      String type = typeName(option) + (isList ? "[]" : "");
      return unfit(
          value, path, option.expected(), template + " of another type: write type=" + type + ".");
    }
    Template asked =
        whole
            .map(it -> isList ? it.asList("String") : it.withType(Optional.empty()))
            .map(Template::of)
            .orElse(template);
    return found(asked, path, value, option.expected())
        .filter(it -> fits(option, path, value, it, secret || it.secret()))
        .map(it -> written(option, value, whole));
  }

  private boolean fits(
      Option option, String path, JsonText value, Interpolated.Value found, boolean secret) {
    String from = " from " + Template.of(value.text());
    if (option.cardinality() != 0 && found.texts().size() > option.atMost()) {
      unfit(value, path, option.expected(), found.texts().size() + from + ".");
      return false;
    }
    for (String text : found.texts()) {
      JsonValue typed = typed(option.type(), value.location(), text);
      if (OptionReader.fit(option.one(), typed).isEmpty()) {
        String shown = secret ? "a text" + from + NOT_SHOWN : JsonValue.quote(text) + from;
        Option described = typed instanceof JsonNumber ? option.withTypeBounds() : option;
        unfit(value, path, described.expectedOfOne(), shown + ".");
        return false;
      }
    }
    return true;
  }

  private Optional<Interpolated.Value> found(
      Template asked, String path, JsonValue value, String expected) {
    Interpolated interpolated = interpolation.interpolate(asked);
    if (interpolated instanceof Interpolated.Value found) {
      stamps.addAll(found.stamps());
      return Optional.of(found);
    }
    String shown = asked.placeholders().isEmpty() ? value.kind() : asked.toString();
    String reason = ((Interpolated.Failure) interpolated).reason();
    return unfit(value, path, expected, shown + ", and " + reason + ".");
  }

  private <T> Optional<T> unfit(JsonValue value, String path, String expected, String found) {
    problems.accept(
        new ConfigProblem(value.location(), path, "expected " + expected + ", found " + found));
    return Optional.empty();
  }

  /** With the option's type, so that the component gets the same as without a placeholder. */
  private static String written(Option option, JsonText value, Optional<Placeholder> whole) {
    if (whole.isPresent() && option.cardinality() != 0) {
      return whole.get().asList(typeName(option));
    }
    boolean isText = option.type() == OptionType.TEXT || option.type() == OptionType.SECRET;
    return whole.isEmpty() || isText
        ? value.text()
        : whole.get().withType(Optional.of(typeName(option)));
  }

  private static String written(JsonValue value) {
    return value instanceof JsonText text ? text.text() : value.found();
  }

  private static JsonValue typed(OptionType type, Location location, String text) {
    return switch (type) {
      case TEXT, SECRET, CHARACTER -> new JsonText(location, text);
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? new JsonBoolean(location, text.equals("true"))
              : new JsonText(location, text);
      default ->
          NUMBER.matcher(text).matches()
              ? new JsonNumber(location, new BigDecimal(text), text)
              : new JsonText(location, text);
    };
  }

  private static boolean isOf(Option option, String type) {
    String item = option.cardinality() == 0 ? type : type.replaceFirst("\\[]$", "");
    boolean isArray = !item.equals(type);
    return isArray == (option.cardinality() != 0)
        && (item.equals(typeName(option)) || item.equals(PRIMITIVES.get(typeName(option))));
  }

  private static String typeName(Option option) {
    return option.type().javaType().getSimpleName();
  }
}
