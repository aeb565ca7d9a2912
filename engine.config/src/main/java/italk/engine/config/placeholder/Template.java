package italk.engine.config.placeholder;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that may hold placeholders, taken apart by the plugin's grammar: a backslash before {@code
 * $[} takes its meaning away, brackets are nested.
 *
 * @param text as it stands in the file
 * @param placeholders the outermost ones, in order
 * @param unclosed the beginning of one without an end
 */
public record Template(String text, List<Placeholder> placeholders, Optional<String> unclosed) {

  static final String START = "$[";

  private static final char ESCAPE = '\\';
  private static final Pattern BEGINNING = Pattern.compile("\\$\\[([A-Za-z]+):");

  /** Copies the list. */
  public Template {
    placeholders = List.copyOf(placeholders);
  }

  /** Takes a text apart. */
  public static Template of(String text) {
    List<Placeholder> found = new ArrayList<>();
    Matcher beginning = BEGINNING.matcher(text);
    int from = 0;
    while (beginning.find(from)) {
      from = beginning.end();
      if (isEscaped(text, beginning.start())) {
        continue;
      }
      int end = end(text, beginning.end());
      if (end < 0) {
        return new Template(text, found, Optional.of(beginning.group()));
      }
      found.add(placeholder(beginning, split(text.substring(beginning.end(), end)), end + 1));
      from = end + 1;
    }
    return new Template(text, found, Optional.empty());
  }

  /** Whether the plugin takes it for anything but itself. */
  public boolean isPlain() {
    return placeholders.isEmpty() && unclosed.isEmpty() && !text.contains(ESCAPE + START);
  }

  /** The placeholder that is all of the text. */
  public Optional<Placeholder> whole() {
    return placeholders.stream()
        .filter(it -> it.start() == 0 && it.end() == text.length())
        .findFirst();
  }

  /** Whether a secret file is named anywhere in it, be it as a default. */
  public boolean namesSecret() {
    return text.contains(START + Placeholder.SECRET + ":");
  }

  /** Whether something that looks like a placeholder is escaped. */
  boolean hasEscapes() {
    return text.contains(ESCAPE + START);
  }

  /** Its placeholders without their directives: fit for an error message. */
  @Override
  public String toString() {
    return placeholders.stream().map(Placeholder::toString).collect(joining(" and "));
  }

  private static Placeholder placeholder(Matcher beginning, List<String> parts, int end) {
    return new Placeholder(
        beginning.start(), end, beginning.group(1), parts.get(0), parts.subList(1, parts.size()));
  }

  private static boolean isEscaped(String text, int at) {
    return at > 0 && text.charAt(at - 1) == ESCAPE && (at == 1 || text.charAt(at - 2) != ESCAPE);
  }

  /** Where the bracket is closed; -1 where it isn't. */
  private static int end(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '[' || c == ']') && !isEscaped(text, i)) {
        open += c == '[' ? 1 : -1;
        if (open == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  /** At the semicolons that are neither escaped nor a nested placeholder's. */
  private static List<String> split(String body) {
    List<String> parts = new ArrayList<>();
    int open = 0;
    int begin = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (isEscaped(body, i)) {
        continue;
      } else if (c == '[' || c == ']') {
        open += c == '[' ? 1 : -1;
      } else if (c == ';' && open == 0) {
        parts.add(body.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(body.substring(begin));
    return parts;
  }
}
