package italk.ext.advancedlogging;

/**
 * How a line looks, in the words of Log4j's pattern layout. One line for one event, whatever is in
 * it: line breaks are written as {@code \n}, also those of a stack trace, so that nobody can forge
 * a line.
 *
 * @param pattern the whole pattern
 */
record Layout(String pattern) {

  /** How long a pattern of the operator's may be. */
  static final int MAX_PATTERN = 500;

  private static final String PLAIN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c - %m";

  private static final String JSON =
      "{\"time\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}\",\"level\":\"%p\","
          + field("logger", "%c")
          + field("user", "%X{" + ChatFields.USER + "}")
          + field("conversation", "%X{" + ChatFields.CONVERSATION + "}")
          + field("id", "%X{" + ChatFields.MESSAGE + "}")
          + field("error", "%ex")
          + "\"message\":\"%enc{%m}{JSON}\"}%n";

  private static String field(String name, String conversion) {
    // A field that has nothing in it is left out.
    return "%notEmpty{\"" + name + "\":\"%enc{" + conversion + "}{JSON}\",}";
  }

  /**
   * The layout that the options mean.
   *
   * @param format {@code plain} or {@code json}
   * @param own the operator's pattern for plain lines; "" for ours
   * @throws IllegalArgumentException where they mean none
   */
  static Layout of(String format, String own) {
    return switch (format) {
      case "plain" -> new Layout(oneLine(own.isBlank() ? PLAIN : checked(own)));
      case "json" -> {
        if (!own.isBlank()) {
          throw new IllegalArgumentException(
              "advanced_logging.pattern is for the format \"plain\": take it out, or the \"json\".");
        }
        yield new Layout(JSON);
      }
      default ->
          throw new IllegalArgumentException(
              "advanced_logging.format is \"plain\" or \"json\", found \"" + format + "\".");
    };
  }

  private static String oneLine(String pattern) {
    return "%enc{" + pattern + "%notEmpty{ %ex}}{CRLF}%n";
  }

  private static String checked(String pattern) {
    int depth = 0;
    int least = 0;
    for (char c : pattern.toCharArray()) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      least = Math.min(least, depth);
    }
    // Log4j puts something of its own in for a $, and ends the line at %n.
    boolean isOdd = pattern.chars().anyMatch(c -> c == '$' || c < ' ') || pattern.contains("%n");
    if (pattern.length() > MAX_PATTERN || depth != 0 || least < 0 || isOdd) {
      throw new IllegalArgumentException(
          "advanced_logging.pattern is a pattern of Log4j such as \"%d %p %m\" of at most "
              + MAX_PATTERN
              + " characters, with a } for each {, without $ and without a line break (%n is added),"
              + " found \""
              + pattern
              + "\".");
    }
    if (!pattern.contains("%m") && !pattern.contains("%enc{%m")) {
      throw new IllegalArgumentException(
          "advanced_logging.pattern has no %m, so that no line would say what happened; found \""
              + pattern
              + "\".");
    }
    return pattern;
  }
}
