package italk.engine.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies one JSON value deeply while counting what it costs. One use, one thread. */
final class JsonCopy {

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private int values;
  private int characters;

  Map<String, Object> object(Map<?, ?> source) {
    return object(source, 1);
  }

  private Map<String, Object> object(Map<?, ?> source, int depth) {
    checkDepth(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    source.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw invalid("has a key that is no text: " + key);
          }
          copy.put(text(name), value(value, depth));
        });
    return Collections.unmodifiableMap(copy);
  }

  private List<Object> array(List<?> source, int depth) {
    checkDepth(depth);
    List<Object> copy = new ArrayList<>();
    source.forEach(value -> copy.add(value(value, depth)));
    return Collections.unmodifiableList(copy);
  }

  private Object value(Object value, int depth) {
    if (++values > Metadata.MAX_VALUES) {
      throw invalid("has more than " + Metadata.MAX_VALUES + " values");
    }
    if (value == null || value instanceof Boolean) {
      return value;
    } else if (value instanceof String text) {
      return text(text);
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof Map<?, ?> map) {
      return object(map, depth + 1);
    } else if (value instanceof List<?> list) {
      return array(list, depth + 1);
    }
    throw invalid(
        "has a value of type " + value.getClass().getName() + ", which JSON doesn't have");
  }

  private String text(String text) {
    characters += text.length();
    if (characters > Metadata.MAX_CHARACTERS || characters < 0) {
      throw invalid("has more than " + Metadata.MAX_CHARACTERS + " characters");
    }
    if (Names.isNoText(text)) {
      throw invalid("has U+0000 or half of a surrogate pair in a text");
    }
    return text;
  }

  private Number number(Number number) {
    if (number instanceof Byte || number instanceof Short || number instanceof Integer) {
      return number.longValue();
    } else if (number instanceof Long) {
      return number;
    } else if (number instanceof Float || number instanceof Double) {
      double value = number.doubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
      throw invalid("has the number " + value + ", which JSON doesn't have");
    } else if (number instanceof BigInteger big) {
      text(big.toString());
      boolean fits = big.compareTo(LONG_MIN) >= 0 && big.compareTo(LONG_MAX) <= 0;
      return fits ? (Number) big.longValue() : big;
    } else if (number instanceof BigDecimal big) {
      // Within what a double can hold, so that no exponent makes a number of a million digits.
      boolean isWhole = Double.isFinite(big.doubleValue()) && big.stripTrailingZeros().scale() <= 0;
      return isWhole ? number(big.toBigIntegerExact()) : number(big.doubleValue());
    }
    throw invalid("has a number of type " + number.getClass().getName());
  }

  private static void checkDepth(int depth) {
    if (depth > Metadata.MAX_DEPTH) {
      throw invalid("is nested more than " + Metadata.MAX_DEPTH + " deep");
    }
  }

  private static EngineException invalid(String what) {
    return Problem.of(
            Problem.Code.INVALID, "The metadata " + what + ": give a smaller JSON object.")
        .exception();
  }
}
