package italk.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import italk.engine.store.archive.NewFile;
import italk.engine.store.sql.BackupCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * The program behind {@code bin/italk restore}: puts a backup in the place of the database, while
 * no engine uses it. The database before it is kept under another name.
 *
 * <p>Runs without a framework: takes the framework's properties from those of the system.
 */
public final class Restore {

  private static final String USAGE = "usage: italk restore BACKUP [DATABASE]";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS");

  private final Path backup;
  private final Path database;
  private final PrintStream out;

  Restore(Path backup, Path database, PrintStream out) {
    this.backup = backup.toAbsolutePath().normalize();
    this.database = database.toAbsolutePath().normalize();
    this.out = out;
  }

  /**
   * The backup, and where the database is if not where config.json says.
   *
   * @throws IllegalStateException where it was not restored; says why
   */
  public static void main(String... args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      throw new IllegalStateException(USAGE);
    }
    Path data = Path.of(System.getProperty("italk.data", "data"));
    Path config = Path.of(System.getProperty("italk.config", "config.json"));
    Path database =
        args.length == 2 ? Path.of(args[1]) : DatabaseFile.path(configuredUrl(config), data);
    new Restore(Path.of(args[0]), database, System.out).run();
  }

  private static String configuredUrl(Path config) throws IOException {
    JsonNode url =
        Files.exists(config)
            ? new ObjectMapper().readTree(config.toFile()).at("/store/url")
            : new ObjectMapper().missingNode();
    String text = url.asText("");
    if (text.contains("$[") || !(text.isBlank() || text.startsWith("jdbc:sqlite:"))) {
      throw new IllegalStateException(
          "In "
              + config
              + " the store's url is "
              + text
              + ". What is not jdbc:sqlite:FILE is restored by the database's own tools, such as"
              + " pg_restore. Where it is such a file, name it: "
              + USAGE);
    }
    return text;
  }

  void run() throws IOException {
    if (!Files.isRegularFile(backup)) {
      throw refused("there is no such file");
    } else if (Files.exists(database) && Files.isSameFile(backup, database)) {
      throw refused("it is the database itself");
    } else if (isFilled(beside(backup, "-wal"))) {
      throw refused(
          "it is a database that was not closed, with a part of it in "
              + beside(backup, "-wal")
              + ". Use what the command backup made");
    }
    try (DatabaseFile held = DatabaseFile.take(database)) {
      Path copy = beside(held.path(), ".restoring");
      try {
        copy(copy);
        check(copy);
        keepPresent();
        Files.move(copy, database, StandardCopyOption.ATOMIC_MOVE);
        NewFile.forceFolder(database.getParent());
      } finally {
        Files.deleteIfExists(copy);
      }
    }
    out.println(
        database
            + " is what "
            + backup
            + " is now. What was said after that backup was made is not in it.");
  }

  private void copy(Path copy) throws IOException {
    Files.deleteIfExists(copy);
    DatabaseFile.createFile(copy);
    try (OutputStream to = Files.newOutputStream(copy)) {
      Files.copy(backup, to);
    }
    force(copy);
  }

  private void check(Path copy) throws IOException {
    String url = "jdbc:sqlite:" + copy;
    try (Connection connection = driver(url).connect(url, new Properties())) {
      new BackupCheck(connection).run();
    } catch (SQLException e) {
      throw refused("it can't be read as a SQLite database: " + e.getMessage());
    } catch (IllegalStateException e) {
      throw refused(e.getMessage());
    }
  }

  private static Driver driver(String url) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, Restore.class.getClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    throw new IllegalStateException("SQLite's driver is not on the class path");
  }

  // Under both names until the new one is in place: whenever this is interrupted, all is there.
  // SQLite finds the log of a database by its name.
  private void keepPresent() throws IOException {
    if (Files.size(database) > 0) {
      Path kept = beside(database, ".before-" + MOMENT.format(LocalDateTime.now()));
      keep(database, kept);
      if (isFilled(beside(database, "-wal"))) {
        keep(beside(database, "-wal"), beside(kept, "-wal"));
      }
      NewFile.forceFolder(database.getParent());
      out.println("What was the database is kept: " + kept);
    }
    Files.deleteIfExists(beside(database, "-wal"));
    Files.deleteIfExists(beside(database, "-shm"));
  }

  private static void keep(Path file, Path kept) throws IOException {
    try {
      Files.createLink(kept, file);
    } catch (UnsupportedOperationException | IOException noLinks) {
      Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES);
      force(kept);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }

  private static boolean isFilled(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private IllegalStateException refused(String why) {
    return new IllegalStateException(
        backup + " is not restored: " + why + ". Nothing was changed in " + database + ".");
  }
}
