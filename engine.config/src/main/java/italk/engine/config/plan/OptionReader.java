package italk.engine.config.plan;

import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonBoolean;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonWords;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.function.Consumer;

/**
 * Turns JSON values into what Config Admin holds, by an option's description. Reports what does not
 * fit; a value is never bent to fit. One use per plan, one thread.
 */
final class OptionReader {

  private final Set<String> secrets;
  private final Consumer<ConfigProblem> problems;
  private final PlaceholderReader placeholders;

  /**
   * @param secrets keys whose values are not shown, whatever their type
   * @param interpolation what placeholders stand for
   * @param problems takes what does not fit
   */
  OptionReader(Set<String> secrets, Interpolation interpolation, Consumer<ConfigProblem> problems) {
    this.secrets = secrets;
    this.problems = problems;
    this.placeholders = new PlaceholderReader(secrets, interpolation, problems);
  }

  /** The secret files that were read since the last call. */
  Set<SecretStamp> takeStamps() {
    return placeholders.takeStamps();
  }

  /** The value for Config Admin; empty where it does not fit, which was reported. */
  Optional<Object> read(Option option, String path, JsonValue value) {
    if (PlaceholderReader.isFor(value)) {
      return placeholders.read(option, path, value);
    } else if (option.cardinality() == 0) {
      return one(option, path, value);
    }
    if (!(value instanceof JsonArray array) || array.values().size() > option.atMost()) {
      return unfit(option, path, option.expected(), value);
    }
    return many(option, path, array);
  }

  /** The value of an option that nothing describes: by the look of it. */
  Optional<Object> readUndescribed(String key, String path, JsonValue value) {
    if (PlaceholderReader.isFor(value)) {
      return placeholders.readUndescribed(path, value);
    }
    List<JsonValue> samples = value instanceof JsonArray array ? array.values() : List.of(value);
    OptionType type = OptionType.TEXT;
    if (!samples.isEmpty() && samples.stream().allMatch(JsonBoolean.class::isInstance)) {
      type = OptionType.BOOLEAN;
    } else if (!samples.isEmpty() && samples.stream().allMatch(JsonNumber.class::isInstance)) {
      type = samples.stream().allMatch(OptionReader::isLong) ? OptionType.LONG : OptionType.DOUBLE;
    }
    int cardinality = value instanceof JsonArray ? Integer.MAX_VALUE : 0;
    Optional<BigDecimal> none = Optional.empty();
    return read(new Option(key, type, cardinality, List.of(), none, none, false), path, value);
  }

  private Optional<Object> many(Option option, String path, JsonArray array) {
    Object values = Array.newInstance(option.type().javaType(), array.values().size());
    boolean fits = true;
    for (int i = 0; i < array.values().size(); i++) {
      Optional<Object> one = one(option, path + "[" + i + "]", array.values().get(i));
      fits &= one.isPresent();
      if (one.isPresent()) {
        Array.set(values, i, one.get());
      }
    }
    if (!fits) {
      return Optional.empty();
    }
    // Metatype asks for a Vector where the cardinality is negative.
    return Optional.of(
        option.cardinality() > 0 ? values : new Vector<>(List.of((Object[]) values)));
  }

  private Optional<Object> one(Option option, String path, JsonValue value) {
    Optional<Object> fitting = fit(option, value);
    if (fitting.isEmpty()) {
      Option shown = value instanceof JsonNumber ? option.withTypeBounds() : option;
      return unfit(option, path, shown.expectedOfOne(), value);
    }
    return fitting;
  }

  /** One value by the option's description; empty where it does not fit. */
  static Optional<Object> fit(Option option, JsonValue value) {
    return convert(option, value)
        .filter(it -> isWithin(option, it))
        .filter(it -> option.allowed().isEmpty() || option.allowed().contains(it.toString()));
  }

  private static Optional<Object> convert(Option option, JsonValue value) {
    return switch (option.type()) {
      case TEXT, SECRET ->
          value instanceof JsonText text ? Optional.of(text.text()) : Optional.empty();
      case CHARACTER ->
          value instanceof JsonText text && text.text().length() == 1
              ? Optional.of(text.text().charAt(0))
              : Optional.empty();
      case BOOLEAN ->
          value instanceof JsonBoolean flag ? Optional.of(flag.value()) : Optional.empty();
      default ->
          value instanceof JsonNumber number
              ? number(option.type(), number.number())
              : Optional.empty();
    };
  }

  private static Optional<Object> number(OptionType type, BigDecimal number) {
    try {
      return switch (type) {
        case BYTE -> Optional.of(number.byteValueExact());
        case SHORT -> Optional.of(number.shortValueExact());
        case INTEGER -> Optional.of(number.intValueExact());
        case LONG -> Optional.of(number.longValueExact());
        case FLOAT ->
            Optional.<Object>of(number.floatValue()).filter(f -> Float.isFinite((Float) f));
        default ->
            Optional.<Object>of(number.doubleValue()).filter(d -> Double.isFinite((Double) d));
      };
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean isWithin(Option option, Object value) {
    BigDecimal size;
    if (value instanceof String text) {
      size = BigDecimal.valueOf(text.codePointCount(0, text.length()));
    } else if (value instanceof Number number) {
      size = new BigDecimal(number.toString());
    } else {
      return true;
    }
    return option.min().stream().allMatch(min -> size.compareTo(min) >= 0)
        && option.max().stream().allMatch(max -> size.compareTo(max) <= 0);
  }

  private static boolean isLong(JsonValue value) {
    return value instanceof JsonNumber number
        && number(OptionType.LONG, number.number()).isPresent();
  }

  private Optional<Object> unfit(Option option, String path, String expected, JsonValue value) {
    boolean secret = option.type() == OptionType.SECRET || secrets.contains(option.key());
    String found = secret ? value.kind() + " (not shown, because it is secret)" : value.found();
    String suggestion =
        value instanceof JsonText text && !option.allowed().isEmpty() && !secret
            ? "." + JsonWords.didYouMean(text.text(), option.allowed())
            : ".";
    problems.accept(
        new ConfigProblem(
            value.location(), path, "expected " + expected + ", found " + found + suggestion));
    return Optional.empty();
  }
}
