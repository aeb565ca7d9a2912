package italk.ext.advancedlogging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * The file that is written to, checked before Pax Logging hears of it: that one says that all is
 * well also where nothing is.
 *
 * @param path absolute
 * @param level as Log4j calls it
 * @param maxBytes how large it may get
 * @param backupCount how many full ones are kept
 * @param layout how its lines look
 */
record LogFile(Path path, String level, long maxBytes, int backupCount, Layout layout) {

  static final long MIN_BYTES = 1_024;
  static final long MAX_BYTES = 1_000_000_000_000L;
  static final int MAX_BACKUPS = 100;

  /**
   * The file that {@code options} mean.
   *
   * @param folder where a relative path begins
   * @throws IllegalArgumentException where an option is wrong or the file can't be written
   */
  static LogFile of(AdvancedLoggingOptions options, Path folder) {
    LogFile file =
        new LogFile(
            path("file", options.file(), folder),
            log4jLevel(options.level()),
            options.max__bytes(),
            options.backup__count(),
            Layout.of(options.format(), options.pattern()));
    checkBounds("max_bytes", file.maxBytes, MIN_BYTES, MAX_BYTES);
    checkBounds("backup_count", file.backupCount, 0, MAX_BACKUPS);
    file.checkWritable("file");
    return file;
  }

  /**
   * The file for what is done to keep order; empty where the options want none.
   *
   * @param log the other file, which it must not be
   * @throws IllegalArgumentException as {@link #of}
   */
  static Optional<LogFile> audit(AdvancedLoggingOptions options, Path folder, LogFile log) {
    if (options.audit__file().isBlank()) {
      return Optional.empty();
    }
    LogFile file =
        new LogFile(
            path("audit_file", options.audit__file(), folder),
            "INFO",
            log.maxBytes,
            log.backupCount,
            Layout.of(options.format(), ""));
    if (file.path.equals(log.path)) {
      throw new IllegalArgumentException(
          "advanced_logging.audit_file is another file than advanced_logging.file, found \""
              + file.path
              + "\" for both.");
    }
    file.checkWritable("audit_file");
    return Optional.of(file);
  }

  private static Path path(String option, String file, Path folder) {
    if (file.isBlank()) {
      throw new IllegalArgumentException(
          "advanced_logging." + option + " is a path, found nothing.");
    }
    try {
      Path path = folder.resolve(file).toAbsolutePath().normalize();
      // Log4j puts something of its own in for these, also in the folder's part.
      if (path.toString().chars().anyMatch(c -> c == '$' || c == '%' || c < ' ')) {
        throw new IllegalArgumentException(
            "advanced_logging."
                + option
                + " is a path without $, % and control characters, found \""
                + path
                + "\".");
      }
      return path;
    } catch (InvalidPathException noPath) {
      throw new IllegalArgumentException(
          "advanced_logging."
              + option
              + " is a path, found \""
              + file
              + "\": "
              + noPath.getReason()
              + ".");
    }
  }

  private static String log4jLevel(String level) {
    String upper = level.toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "DEBUG", "INFO", "WARN", "ERROR" -> upper;
      case "WARNING" -> "WARN";
      default ->
          throw new IllegalArgumentException(
              "advanced_logging.level is DEBUG, INFO, WARNING or ERROR, found \"" + level + "\".");
    };
  }

  private static void checkBounds(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "advanced_logging." + option + " is " + min + " to " + max + ", found " + value + ".");
    }
  }

  private void checkWritable(String option) {
    try {
      Files.createDirectories(path.getParent());
      Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "advanced_logging."
              + option
              + " \""
              + path
              + "\" can't be written: "
              + e
              + ". Choose another file, or let the engine's user write there.");
    }
  }
}
