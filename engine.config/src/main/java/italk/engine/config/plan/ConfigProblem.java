package italk.engine.config.plan;

import static java.util.stream.Collectors.joining;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.Location;
import java.util.Comparator;
import java.util.List;

/**
 * Something in the file that is wrong, or that its author should know.
 *
 * @param location where
 * @param path the key path, such as {@code message_rate_limiter.burst}; empty for the whole file
 * @param text what was expected and what was found
 */
public record ConfigProblem(Location location, String path, String text) {

  private static final int MAX_REPORTED = 20;

  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.<ConfigProblem>comparingInt(it -> it.location().line())
          .thenComparingInt(it -> it.location().column());

  /** The problem of a file that is no JSON. */
  public static ConfigProblem of(JsonException e) {
    return new ConfigProblem(e.location(), "", e.getMessage() + ".");
  }

  /**
   * Problems as the beginning of a log record, in the order of the file: one line each where there
   * are several. What follows is a sentence.
   */
  public static String report(String file, List<ConfigProblem> problems) {
    String shown =
        problems.stream()
            .sorted(BY_PLACE)
            .limit(MAX_REPORTED)
            .map(it -> it.in(file))
            .collect(joining("\n"));
    int more = problems.size() - MAX_REPORTED;
    return (more > 0 ? shown + "\n… and " + more + " more." : shown)
        + (problems.size() > 1 ? "\n" : " ");
  }

  /** As one line: {@code config.json:4:25: message_rate_limiter.burst: expected …}. */
  public String in(String file) {
    return file + ":" + location + ": " + (path.isEmpty() ? "" : path + ": ") + text;
  }
}
