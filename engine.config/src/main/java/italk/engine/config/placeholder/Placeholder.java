package italk.engine.config.placeholder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One placeholder of a text, such as {@code $[env:BURST;default=5]}.
 *
 * @param start where it begins in the text
 * @param end behind its closing bracket
 * @param source {@code env}, {@code secret}, {@code prop}, or whatever stands there
 * @param name of what it stands for
 * @param directives as they are written, each {@code key=value}
 */
public record Placeholder(int start, int end, String source, String name, List<String> directives) {

  /** The source of a placeholder that stands for a secret file. */
  public static final String SECRET = "secret";

  private static final String TYPE = "type";
  private static final String DELIMITER = "delimiter";

  /** Copies the directives. */
  public Placeholder {
    directives = List.copyOf(directives);
  }

  /** The type that it gives. */
  public Optional<String> type() {
    return directive(TYPE);
  }

  /** What stands there where there is no such thing. */
  public Optional<String> otherwise() {
    return directive("default");
  }

  /** The same with another type, or without one. */
  public String withType(Optional<String> type) {
    List<String> others = new ArrayList<>(directives);
    others.removeIf(it -> isOf(it, TYPE));
    type.ifPresent(it -> others.add(TYPE + "=" + it));
    return written(others);
  }

  /** The same as a list of such a type: divided at the commas, where it does not say otherwise. */
  public String asList(String type) {
    List<String> others = new ArrayList<>(directives);
    others.removeIf(it -> isOf(it, TYPE));
    others.add(TYPE + "=" + type + "[]");
    if (directive(DELIMITER).isEmpty()) {
      others.add(DELIMITER + "=,");
    }
    return written(others);
  }

  /** Without its directives: a default may be a secret. */
  @Override
  public String toString() {
    return written(List.of());
  }

  private String written(List<String> chosen) {
    String end = chosen.isEmpty() ? "" : ";" + String.join(";", chosen);
    return Template.START + source + ":" + name + end + "]";
  }

  private Optional<String> directive(String key) {
    return directives.stream()
        .filter(it -> isOf(it, key))
        .map(it -> it.substring(Math.min(it.length(), key.length() + 1)))
        .findFirst();
  }

  private static boolean isOf(String directive, String key) {
    return directive.equals(key) || directive.startsWith(key + "=");
  }
}
