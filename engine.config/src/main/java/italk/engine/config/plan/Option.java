package italk.engine.config.plan;

import italk.engine.config.json.JsonWords;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One option as Metatype describes it.
 *
 * @param id the key in Config Admin
 * @param type what its values are
 * @param cardinality as in Metatype: 0 for one value, positive for an array of at most so many,
 *     negative for a collection
 * @param allowed the only values there may be, as text; empty where there is no such list
 * @param min the least value (of a text: its length)
 * @param max the greatest value
 * @param required true where there is no default and it must be given
 * @param defaults the values it has where it is not given, as text; empty where there is none
 */
public record Option(
    String id,
    OptionType type,
    int cardinality,
    List<String> allowed,
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    boolean required,
    List<String> defaults) {

  /** Copies what may change. */
  public Option {
    allowed = List.copyOf(allowed);
    defaults = List.copyOf(defaults);
  }

  /** An option without a default. */
  public Option(
      String id,
      OptionType type,
      int cardinality,
      List<String> allowed,
      Optional<BigDecimal> min,
      Optional<BigDecimal> max,
      boolean required) {
    this(id, type, cardinality, allowed, min, max, required, List.of());
  }

  /**
   * The key in {@code config.json}. An annotation method {@code max_bytes()} gives the id {@code
   * max.bytes}; whoever writes the file should not have to know.
   */
  public String key() {
    return keyOf(id);
  }

  /**
   * The key in {@code config.json} for an id or a key: both spellings are the same option. The full
   * stop that begins the id of an option which is private to its component is left out.
   */
  public static String keyOf(String idOrKey) {
    String id = idOrKey.startsWith(".") ? idOrKey.substring(1) : idOrKey;
    return id.replace('.', '_');
  }

  /** What the whole value must be, in words. */
  String expected() {
    if (cardinality == 0) {
      return expectedOfOne();
    }
    String limit = atMost() == Integer.MAX_VALUE ? "" : " of at most " + atMost();
    return "a list" + limit + ", each " + expectedOfOne();
  }

  /** How many values there may be at most, where it is a list. */
  public int atMost() {
    return cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
  }

  /** An item of it, where it is a list. */
  Option one() {
    return new Option(id, type, 0, allowed, min, max, required, defaults);
  }

  /** What a value must be, of a list each of them, in words. */
  String expectedOfOne() {
    if (!allowed.isEmpty()) {
      return allowed.size() == 1
          ? JsonWords.quoteAll(allowed)
          : "one of " + JsonWords.quoteAll(allowed);
    } else if (type == OptionType.TEXT || type == OptionType.SECRET) {
      String length = range(" of ", " to ", " of at least ", " of at most ");
      return type.words() + (length.isEmpty() ? "" : length + " characters");
    } else if (type == OptionType.BOOLEAN || type == OptionType.CHARACTER) {
      return type.words();
    }
    return type.words() + range(" from ", " to ", " of at least ", " of at most ");
  }

  /** All that whoever fills it in should know, in words; no default of a secret. */
  public String described() {
    if (required) {
      return expected() + ", required";
    } else if (defaults.isEmpty()) {
      return expected() + ", may be left out";
    } else if (type == OptionType.SECRET) {
      return expected() + ", has a default (not shown, because it is secret)";
    }
    return expected() + ", default " + shownDefault();
  }

  /** What it is where it is not given, in words. Not to be shown where it is a secret. */
  public String shownDefault() {
    boolean isText = type == OptionType.TEXT || type == OptionType.CHARACTER;
    return isText ? JsonWords.quoteAll(defaults) : String.join(", ", defaults);
  }

  /**
   * The same with the bounds of its type where it has none of its own: to say what does not fit.
   */
  public Option withTypeBounds() {
    return new Option(
        id,
        type,
        cardinality,
        allowed,
        min.or(() -> type.least().map(BigDecimal::valueOf)),
        max.or(() -> type.greatest().map(BigDecimal::valueOf)),
        required,
        defaults);
  }

  private String range(String from, String to, String atLeast, String atMost) {
    if (min.isPresent() && max.isPresent()) {
      return from + min.get().toPlainString() + to + max.get().toPlainString();
    } else if (min.isPresent()) {
      return atLeast + min.get().toPlainString();
    }
    return max.map(most -> atMost + most.toPlainString()).orElse("");
  }
}
