package italk.itest.stamp;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a stamping extension adds to a message.
 *
 * @param name which extension
 * @param token from its section
 * @param instance how many instances of its component there had been
 * @param changes how often this instance's options were changed
 */
public record Stamp(String name, String token, int instance, int changes) {

  private static final Pattern FORM = Pattern.compile(" <(\\w+) (\\S*) (\\d+) (\\d+)>");
  private static final int MAX_LENGTH = 40;

  /** Makes the token one that can be found again, whatever was in the file. */
  public Stamp {
    token = token.replaceAll("[^0-9a-z-]", "?");
    token = token.substring(0, Math.min(token.length(), MAX_LENGTH));
  }

  /** The stamps of a message, in their order. */
  public static List<Stamp> of(String content) {
    return FORM.matcher(content)
        .results()
        .map(
            it ->
                new Stamp(
                    it.group(1),
                    it.group(2),
                    Integer.parseInt(it.group(3)),
                    Integer.parseInt(it.group(4))))
        .toList();
  }

  /** The message with the stamp. */
  public String on(String content) {
    return content + " <" + name + " " + token + " " + instance + " " + changes + ">";
  }
}
