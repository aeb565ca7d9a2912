package italk.engine.config.edit;

import italk.engine.config.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A random JSON object, written in a random way, that knows where each of its members is. */
final class RandomJson {

  /** Where a value is, from start up to and without end. */
  record Place(int start, int end) {}

  private static final String[] BLANKS = {"", "", " ", "\n  ", "\r\n\t", "\n", "  "};
  private static final String[] KEYS = {
    "a", "b", "message", "é", "\uD83D\uDE00", "", "a.b", "quote\"d", "back\\slash", "line\nend", "{"
  };
  private static final String[] SCALARS = {
    "1",
    "-0.50e3",
    "true",
    "false",
    "null",
    "\"\"",
    "\"a\"",
    "\"\\u0061\"",
    "\"\\\"}]{[,:\"",
    "\"\uD83D\uDE00\"",
    "\"\\\\\"",
    "123456789012345678901234567890"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  /** The place of the value of each member, by its path. */
  final Map<List<String>, Place> members = new LinkedHashMap<>();

  /** The paths of all objects; the root's is empty. */
  final List<List<String>> objects = new ArrayList<>();

  /** The paths of the members that are lists. */
  final List<List<String>> lists = new ArrayList<>();

  RandomJson(Random random) {
    this.random = random;
    text.append(random.nextInt(5) == 0 ? "\uFEFF" : "");
    blank();
    object(List.of(), 0);
    blank();
  }

  String text() {
    return text.toString();
  }

  private void object(List<String> path, int depth) {
    objects.add(path);
    text.append('{');
    blank();
    Set<String> keys = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(KEYS[random.nextInt(KEYS.length)]);
    }
    boolean first = true;
    for (String key : keys) {
      if (!first) {
        text.append(',');
        blank();
      }
      first = false;
      text.append(random.nextInt(4) == 0 ? escaped(key) : JsonWriter.text(key));
      blank();
      text.append(':');
      blank();
      List<String> member = new ArrayList<>(path);
      member.add(key);
      int start = text.length();
      value(member, depth + 1);
      members.put(member, new Place(start, text.length()));
      blank();
    }
    text.append('}');
  }

  private void value(List<String> path, int depth) {
    int kind = random.nextInt(depth > 3 ? 1 : 4);
    if (kind == 3) {
      object(path, depth);
    } else if (kind == 2) {
      lists.add(path);
      text.append('[');
      blank();
      int size = random.nextInt(4);
      for (int i = 0; i < size; i++) {
        text.append(i == 0 ? "" : ",");
        blank();
        text.append(SCALARS[random.nextInt(SCALARS.length)]);
        blank();
      }
      text.append(']');
    } else {
      text.append(SCALARS[random.nextInt(SCALARS.length)]);
    }
  }

  private void blank() {
    text.append(BLANKS[random.nextInt(BLANKS.length)]);
  }

  private static String escaped(String key) {
    StringBuilder escaped = new StringBuilder("\"");
    key.chars().forEach(it -> escaped.append(String.format("\\u%04x", it)));
    return escaped.append('"').toString();
  }
}
