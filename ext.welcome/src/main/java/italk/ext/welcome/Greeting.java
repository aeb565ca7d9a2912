package italk.ext.welcome;

import italk.engine.api.Metadata;
import italk.engine.api.User;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of the greeting, taken apart once for each configuration. What is put in for a
 * placeholder is never searched for placeholders again. Immutable.
 *
 * <p>Braces that hold no placeholder stay as they are, so there is no need to escape any.
 */
final class Greeting {

  /** How many characters a greeting may have after everything is put in. */
  static final int MAX_LENGTH = 2_000;

  private static final String METADATA = "metadata.";

  // Bounded, so that a brace that is never closed doesn't make the search long.
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}\\s]{1,256})}");

  /**
   * Whom a greeting is about.
   *
   * @param user who came
   * @param group where it is said; "" where it is said to the user alone
   * @param online how many users are online; asked only where the greeting says so
   */
  record Arrival(User user, String group, IntSupplier online) {}

  /** One piece of the greeting: a fixed text, or what it makes of an arrival. */
  private interface Part extends Function<Arrival, String> {}

  private final List<Part> parts;
  private final List<String> unknown;

  private Greeting(List<Part> parts, List<String> unknown) {
    this.parts = List.copyOf(parts);
    this.unknown = List.copyOf(unknown);
  }

  static Greeting parse(String text) {
    List<Part> parts = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      parts.add(literal(text.substring(end, matcher.start())));
      parts.add(placeholder(matcher.group(1), unknown));
      end = matcher.end();
    }
    parts.add(literal(text.substring(end)));
    return new Greeting(parts, unknown);
  }

  private static Part placeholder(String name, List<String> unknown) {
    if (name.equals("username")) {
      return arrival -> arrival.user().name();
    } else if (name.equals("user_id")) {
      return arrival -> arrival.user().id();
    } else if (name.equals("online")) {
      return arrival -> Integer.toString(arrival.online().getAsInt());
    } else if (name.equals("group")) {
      return Arrival::group;
    } else if (name.startsWith(METADATA) && name.length() > METADATA.length()) {
      String[] path = name.substring(METADATA.length()).split("\\.", -1);
      return arrival -> metadata(arrival.user().metadata(), path);
    }
    unknown.add("{" + name + "}");
    return literal("{" + name + "}");
  }

  private static Part literal(String text) {
    return arrival -> text;
  }

  private static String metadata(Metadata metadata, String[] path) {
    return metadata.get(path).map(Greeting::words).orElse("");
  }

  private static String words(Object value) {
    boolean readable =
        value instanceof String || value instanceof Number || value instanceof Boolean;
    return readable ? value.toString() : "";
  }

  /** The names in braces that are no placeholders. They stay in the greeting as they are. */
  List<String> unknown() {
    return unknown;
  }

  /** The greeting for one arrival, at most {@value #MAX_LENGTH} characters. */
  String render(Arrival arrival) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.apply(arrival)));
    if (text.length() > MAX_LENGTH) {
      int end = MAX_LENGTH - 1;
      text.setLength(Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
      text.append('…');
    }
    return text.toString();
  }
}
