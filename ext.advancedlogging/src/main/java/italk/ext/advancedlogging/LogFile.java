package italk.ext.advancedlogging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The file that is written to, checked before Pax Logging hears of it: that one says that all is
 * well also where nothing is.
 *
 * @param path absolute
 * @param level as Log4j calls it
 * @param maxBytes how large it may get
 * @param backupCount how many full ones are kept
 */
record LogFile(Path path, String level, long maxBytes, int backupCount) {

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
            path(options.file(), folder),
            log4jLevel(options.level()),
            options.max__bytes(),
            options.backup__count());
    checkBounds("max_bytes", file.maxBytes, MIN_BYTES, MAX_BYTES);
    checkBounds("backup_count", file.backupCount, 0, MAX_BACKUPS);
    file.checkWritable();
    return file;
  }

  private static Path path(String file, Path folder) {
    if (file.isBlank()) {
      throw new IllegalArgumentException("advanced_logging.file is a path, found nothing.");
    }
    try {
      Path path = folder.resolve(file).toAbsolutePath().normalize();
      // Log4j puts something of its own in for these, also in the folder's part.
      if (path.toString().chars().anyMatch(c -> c == '$' || c == '%' || c < ' ')) {
        throw new IllegalArgumentException(
            "advanced_logging.file is a path without $, % and control characters, found \""
                + path
                + "\".");
      }
      return path;
    } catch (InvalidPathException noPath) {
      throw new IllegalArgumentException(
          "advanced_logging.file is a path, found \"" + file + "\": " + noPath.getReason() + ".");
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

  private void checkWritable() {
    try {
      Files.createDirectories(path.getParent());
      Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "advanced_logging.file \""
              + path
              + "\" can't be written: "
              + e
              + ". Choose another file, or let the engine's user write there.");
    }
  }
}
