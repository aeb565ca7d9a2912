package italk.ext.advancedlogging;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is said to Pax Logging about the files, in the words of Log4j's configuration. Every key
 * holds {@value #OWN}, and no one else's does.
 */
final class AppenderKeys {

  /** What is in every key of ours. */
  static final String OWN = "advanced_logging";

  private static final String LOG = OWN;
  private static final String AUDIT = OWN + "_audit";

  private static final String LOGGER = "log4j2.logger." + OWN + '.';
  private static final String CHAT_LOGGER = "log4j2.logger." + OWN + "_chat.";
  private static final String AUDIT_LOGGER = "log4j2.logger." + AUDIT + '.';

  private AppenderKeys() {}

  /**
   * The keys for the files.
   *
   * @param audit the file for what is done to keep order; empty for none
   */
  static Map<String, String> of(LogFile log, Optional<LogFile> audit) {
    Map<String, String> keys = new TreeMap<>();
    appender(LOG, log, keys);
    rotation(LOG, log, keys);
    loggers(log, keys);
    if (audit.isPresent()) {
      appender(AUDIT, audit.get(), keys);
      rotation(AUDIT, audit.get(), keys);
      logger(AUDIT_LOGGER, ChatLines.AUDIT_LOGGER, "INFO", AUDIT, "INFO", keys);
    } else {
      keys.put(AUDIT_LOGGER + "name", ChatLines.AUDIT_LOGGER);
      keys.put(AUDIT_LOGGER + "level", "OFF");
    }
    // Whom somebody has banned, and why, is in this file only.
    keys.put(AUDIT_LOGGER + "additivity", "false");
    return keys;
  }

  private static String prefix(String appender) {
    return "log4j2.appender." + appender + '.';
  }

  private static void appender(String name, LogFile file, Map<String, String> keys) {
    String prefix = prefix(name);
    keys.put(prefix + "type", "RollingFile");
    keys.put(prefix + "name", name);
    keys.put(prefix + "fileName", file.path().toString());
    keys.put(prefix + "filePattern", file.path() + ".%i");
    keys.put(prefix + "layout.type", "PatternLayout");
    keys.put(prefix + "layout.charset", "UTF-8");
    keys.put(prefix + "layout.pattern", file.layout().pattern());
  }

  private static void rotation(String name, LogFile file, Map<String, String> keys) {
    String prefix = prefix(name);
    keys.put(prefix + "policies.type", "Policies");
    keys.put(prefix + "policies.size.type", "SizeBasedTriggeringPolicy");
    keys.put(prefix + "policies.size.size", Long.toString(file.maxBytes()));
    String strategy = prefix + "strategy.";
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
    logger(LOGGER, "italk", loggerLevel, LOG, file.level(), keys);
    // What people write to each other goes to this file only, not over the operator's prompt.
    logger(CHAT_LOGGER, ChatLines.LOGGERS, loggerLevel, LOG, file.level(), keys);
    keys.put(CHAT_LOGGER + "additivity", "false");
  }

  private static void logger(
      String prefix,
      String name,
      String level,
      String appender,
      String threshold,
      Map<String, String> keys) {
    keys.put(prefix + "name", name);
    keys.put(prefix + "level", level);
    keys.put(prefix + "appenderRef." + appender + ".ref", appender);
    keys.put(prefix + "appenderRef." + appender + ".level", threshold);
  }
}
