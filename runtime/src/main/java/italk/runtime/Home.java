package italk.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The operator's folder: configuration, data, extensions, log, and what is only there while the
 * engine runs.
 *
 * @param folder absolute
 */
record Home(Path folder) {

  // Linux allows 107 bytes, macOS 103.
  private static final int LONGEST_SOCKET = 100;

  static Home at(Path folder) {
    return new Home(folder.toAbsolutePath().normalize());
  }

  /** {@code run/}, closed to others: who reaches the socket in it commands the engine. */
  Path run() {
    return folder.resolve("run");
  }

  /**
   * Where the shell's door is: in {@link #run()}, or where that path is too long for a socket, in a
   * folder of the user's own in the temporary folder. {@code bin/italk} reads it from {@code
   * run/socket}.
   */
  Path socket(String otherwise) {
    Path socket =
        otherwise == null || otherwise.isBlank()
            ? run().resolve("italk.sock")
            : folder.resolve(otherwise);
    if (bytes(socket) <= LONGEST_SOCKET) {
      return socket;
    }
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
    String name = Integer.toHexString(socket.hashCode()) + ".sock";
    return Path.of(System.getProperty("java.io.tmpdir"), "italk-" + user, name);
  }

  /** Makes the folders that have to be there. */
  void create() {
    try {
      Files.createDirectories(folder.resolve("extensions"));
      Files.createDirectories(run());
      Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("rwx------"));
      Path conf = folder.resolve("conf");
      // One that belongs to somebody else is theirs to fill.
      if (!Files.exists(conf) || Files.isWritable(conf)) {
        createClosed(conf.resolve("secrets"));
      }
    } catch (IOException failed) {
      throw new StartException(
          "The folders of " + folder + " can't be made: " + failed + ".", failed);
    }
  }

  /** Makes a folder that is closed to others; one that is there stays as it is. */
  static void createClosed(Path folder) {
    try {
      Files.createDirectories(folder.getParent());
      if (!Files.exists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException failed) {
      throw new StartException("The folder " + folder + " can't be made: " + failed + ".", failed);
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
