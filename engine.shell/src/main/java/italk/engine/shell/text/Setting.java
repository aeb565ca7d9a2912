package italk.engine.shell.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key of {@code config.json} and what it says.
 *
 * @param path {@code section.option}, or a key at the top
 * @param value JSON on one line
 */
public record Setting(String path, String value) {

  /** All that a file says, in its order. A section without an option is one, too. */
  public static List<Setting> allOf(String json) {
    List<Setting> all = new ArrayList<>();
    members(json)
        .forEach(
            (key, value) -> {
              Map<String, String> options = members(value);
              if (options.isEmpty()) {
                all.add(new Setting(key, value));
              }
              options.forEach((option, given) -> all.add(new Setting(key + "." + option, given)));
            });
    return all;
  }

  /** The members of an object, their values as they are written; none of what is no object. */
  private static Map<String, String> members(String json) {
    Map<String, String> members = new LinkedHashMap<>();
    String text = json.strip();
    if (!text.startsWith("{")) {
      return members;
    }
    int begin = 1;
    for (int at = memberEnd(text, begin); at > 0; at = memberEnd(text, begin)) {
      String member = text.substring(begin, at).strip();
      int keyEnd = textEnd(member, 0);
      if (keyEnd > 0) {
        int colon = member.indexOf(':', keyEnd);
        members.put(member.substring(1, keyEnd - 1), member.substring(colon + 1).strip());
      }
      begin = at + 1;
    }
    return members;
  }

  /** Where the comma or brace is that ends a member; 0 where there are no more. */
  private static int memberEnd(String text, int begin) {
    int depth = 0;
    int at = begin;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at = textEnd(text, at);
        continue;
      } else if (depth == 0 && (c == ',' || c == '}')) {
        return at;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      at++;
    }
    return 0;
  }

  /** The place after a text in quotes that begins at a place; 0 where none does. */
  private static int textEnd(String text, int begin) {
    if (begin >= text.length() || text.charAt(begin) != '"') {
      return 0;
    }
    int at = begin + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }
}
