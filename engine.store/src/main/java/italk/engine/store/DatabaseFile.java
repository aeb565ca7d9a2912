package italk.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of the database, held for this engine alone: two that append to one file would give the
 * same message ids. The folder and the file that are created are their owner's only.
 */
final class DatabaseFile implements AutoCloseable {

  private static final String SCHEME = "jdbc:sqlite:";
  // The writer takes the write lock where it begins, so that it waits for another program's
  // transaction instead of failing in the midst of its own.
  // And the driver doesn't ask for the generated key after each insert: nobody wants it, and it
  // takes as long as the insert.
  private static final String PARAMETERS =
      "?transaction_mode=IMMEDIATE&jdbc.get_generated_keys=false";

  private final Path file;
  private final FileChannel lockFile;

  private DatabaseFile(Path file, FileChannel lockFile) {
    this.file = file;
    this.lockFile = lockFile;
  }

  /** The path that a URL names; without a URL, the default file in the data folder. */
  static Path path(String url, Path dataFolder) {
    if (url.isBlank()) {
      return dataFolder.resolve("italk.db").toAbsolutePath().normalize();
    }
    String name = url.startsWith(SCHEME) ? url.substring(SCHEME.length()) : "";
    if (name.isBlank() || name.startsWith(":") || name.startsWith("file:") || name.contains("?")) {
      throw new IllegalStateException(
          "The option \"url\" of \"store\" is \""
              + url
              + "\", expected jdbc:sqlite:FILE without parameters, or nothing for italk.db in the"
              + " data folder. Correct it in config.json.");
    }
    try {
      return Path.of(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalStateException(
          "The option \"url\" of \"store\" names no file: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Creates what is missing and takes the file for this engine.
   *
   * @throws IllegalStateException where that is not possible; says what to do
   */
  static DatabaseFile take(Path file) {
    try {
      createFolder(file.getParent());
      createFile(file);
      return new DatabaseFile(file, lock(file));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The store can't write the database "
              + file
              + ": expected a folder and a file that can be written, found "
              + e
              + ". Set the framework property italk.data to a folder that the engine's user may"
              + " write, or correct the permissions.",
          e);
    }
  }

  Path path() {
    return file;
  }

  /** The URL to connect by. */
  String url() {
    return SCHEME + file + PARAMETERS;
  }

  private static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    }
  }

  // An empty file is an empty database. SQLite gives the files beside it the same permissions.
  static void createFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "it is a folder");
    }
    if (!Files.exists(file)) {
      Files.createFile(file, ownerOnly(file, "rw-------"));
    } else if (!Files.isWritable(file)) {
      throw new IOException("a file that the engine's user may not write");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  // The operating system releases the lock when the process dies, so the file may stay.
  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held inside of this process: means the same as held by another one.
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "The database "
              + file
              + " is in use by another engine: expected to be the only one. Stop the other one, or"
              + " give this one another data folder (italk.data).");
    }
    return channel;
  }

  /** Gives the file free. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
