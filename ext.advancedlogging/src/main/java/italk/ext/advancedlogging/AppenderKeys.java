package italk.ext.advancedlogging;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is said to Pax Logging about the file, in the words of Log4j's configuration. Every key
 * holds {@value #OWN}, and no one else's does.
 */
final class AppenderKeys {

  /** What is in every key of ours. */
  static final String OWN = "advanced_logging";

  private static final String APPENDER = "log4j2.appender." + OWN + '.';
  private static final String LOGGER = "log4j2.logger." + OWN + '.';
  private static final String CHAT_LOGGER = "log4j2.logger." + OWN + "_chat.";

  /**
   * One line for one event, whatever is in it: line breaks are written as {@code \n}, also those of
   * a stack trace, so that nobody can forge a line.
   */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c - %enc{%m%notEmpty{ %ex}}{CRLF}%n";

  private AppenderKeys() {}

  static Map<String, String> of(LogFile file) {
    Map<String, String> keys = new TreeMap<>();
    appender(file, keys);
    rotation(file, keys);
    loggers(file, keys);
    return keys;
  }

  private static void appender(LogFile file, Map<String, String> keys) {
    keys.put(APPENDER + "type", "RollingFile");
    keys.put(APPENDER + "name", OWN);
    keys.put(APPENDER + "fileName", file.path().toString());
    keys.put(APPENDER + "filePattern", file.path() + ".%i");
    keys.put(APPENDER + "layout.type", "PatternLayout");
    keys.put(APPENDER + "layout.charset", "UTF-8");
    keys.put(APPENDER + "layout.pattern", PATTERN);
  }

  private static void rotation(LogFile file, Map<String, String> keys) {
    keys.put(APPENDER + "policies.type", "Policies");
    keys.put(APPENDER + "policies.size.type", "SizeBasedTriggeringPolicy");
    keys.put(APPENDER + "policies.size.size", Long.toString(file.maxBytes()));
    String strategy = APPENDER + "strategy.";
    keys.put(strategy + "type", "DefaultRolloverStrategy");
    // As in the original: .1 is the newest.
    keys.put(strategy + "fileIndex", "min");
    // Log4j takes 0 for a mistake and keeps 7. So where none is wanted one is made, and deleted.
    keys.put(strategy + "max", Integer.toString(Math.max(1, file.backupCount())));
    // Log4j also forgets the surplus where fewer are wanted than before.
    String delete = strategy + "surplus.";
    keys.put(delete + "type", "Delete");
    keys.put(delete + "basePath", file.path().getParent().toString());
    keys.put(delete + "maxDepth", "1");
    keys.put(delete + "backup.type", "IfFileName");
    keys.put(
        delete + "backup.regex",
        Pattern.quote(file.path().getFileName().toString()) + "\\.[0-9]{1,9}");
    // Not known to Log4j with 0; without it, every backup is surplus.
    if (file.backupCount() > 0) {
      keys.put(delete + "backup.count.type", "IfAccumulatedFileCount");
      keys.put(delete + "backup.count.exceeds", Integer.toString(file.backupCount()));
    }
  }

  private static void loggers(LogFile file, Map<String, String> keys) {
    // The threshold is at the way into the file: set at the logger, a WARN would take the lines of
    // INFO away from the console and the base file, too.
    String loggerLevel = file.level().equals("DEBUG") ? "DEBUG" : "INFO";
    logger(LOGGER, "italk", loggerLevel, file.level(), keys);
    // What people write to each other goes to this file only, not over the operator's prompt.
    logger(CHAT_LOGGER, ChatLines.LOGGERS, loggerLevel, file.level(), keys);
    keys.put(CHAT_LOGGER + "additivity", "false");
  }

  private static void logger(
      String prefix, String name, String level, String threshold, Map<String, String> keys) {
    keys.put(prefix + "name", name);
    keys.put(prefix + "level", level);
    keys.put(prefix + "appenderRef." + OWN + ".ref", OWN);
    keys.put(prefix + "appenderRef." + OWN + ".level", threshold);
  }
}
