package italk.ext.events.fact;

import java.util.List;

/**
 * Names of which some are wanted: {@code group_created} is itself, {@code group_*} all that begin
 * so, {@code *} all. Immutable.
 *
 * @param patterns any of them is enough
 */
public record Patterns(List<String> patterns) {

  private static final Patterns ALL = new Patterns(List.of("*"));

  /** Copies the list. */
  public Patterns {
    patterns = List.copyOf(patterns);
  }

  /** These patterns, or all names where there is none. */
  public static Patterns orAll(List<String> patterns) {
    return patterns.isEmpty() ? ALL : new Patterns(patterns);
  }

  /** True where this name is wanted. */
  public boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
