package italk.engine.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.osgi.framework.BundleContext;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * Lets SQLite's driver unpack its native library into this bundle's own data area rather than into
 * the temporary folder, which others may write and which may not allow execution.
 */
final class NativeLibrary {

  /** The driver knows no other way to be told. */
  private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /** Makes the driver load its library, unless it did before. */
  static void load(DataSourceFactory factory, BundleContext context) {
    Path folder = context.getDataFile("native").toPath();
    boolean ours = System.getProperty(FOLDER_PROPERTY) == null;
    try {
      Files.createDirectories(folder);
      removeLeftOvers(folder);
      if (ours) {
        System.setProperty(FOLDER_PROPERTY, folder.toString());
      }
      Properties inMemory = new Properties();
      inMemory.setProperty(DataSourceFactory.JDBC_URL, "jdbc:sqlite::memory:");
      factory.createDataSource(inMemory).getConnection().close();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(
          "SQLite's native library can't be loaded from "
              + System.getProperty(FOLDER_PROPERTY, folder.toString())
              + ": "
              + e.getMessage()
              + ". Set the system property "
              + FOLDER_PROPERTY
              + " to a folder that can be written and from which programs may be run.",
          e);
    } finally {
      if (ours) {
        System.clearProperty(FOLDER_PROPERTY);
      }
    }
  }

  // The driver removes its copy at exit, but not when the process is killed. A copy that is loaded
  // can't be removed on some systems, and does no harm where it can: the system keeps it in use.
  private static void removeLeftOvers(Path folder) throws IOException {
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, "sqlite-*")) {
      for (Path copy : copies) {
        copy.toFile().delete();
      }
    }
  }
}
