package italk.engine.shell.door;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * The file of a listening socket, which only its owner can reach: mode 600 in a folder of mode 700.
 * Immutable.
 */
final class SocketFile {

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final Object fileKey;
  private final ServerSocketChannel channel;

  private SocketFile(Path path, ServerSocketChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileKey = fileKey(path);
  }

  /**
   * Listens at {@code path}, whose folder is created where it is missing.
   *
   * @throws IOException where somebody else listens there, or the folder is open to others
   */
  static SocketFile bind(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    prepareFolder(absolute.getParent());
    removeStale(absolute);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(absolute));
      // Between the two calls the folder's mode keeps others out.
      Files.setPosixFilePermissions(absolute, OWNER_ONLY_FILE);
      return new SocketFile(absolute, channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException("can't listen at " + absolute + ": " + e.getMessage(), e);
    }
  }

  private static void prepareFolder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(folder);
    // Not tightened here: it may be a folder like /tmp that others need.
    if (!OWNER_ONLY_FOLDER.containsAll(found)) {
      throw new IOException(
          "the folder "
              + folder
              + " is open to others (mode "
              + PosixFilePermissions.toString(found)
              + ", expected rwx------). Name a folder of its own, or: chmod 700 "
              + folder);
    }
  }

  /** Removes what a killed engine left behind; nothing else. */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!attributes(path).isOther()) {
      throw new IOException(path + " is there and is no socket. Remove it, or name another path");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      Files.delete(path);
      return;
    }
    throw new IOException("another engine answers at " + path + ". Stop it first");
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Stops listening and removes the file, unless another has taken its place. */
  void close() throws IOException {
    channel.close();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(fileKey, fileKey(path))) {
      Files.delete(path);
    }
  }

  private static Object fileKey(Path path) throws IOException {
    return attributes(path).fileKey();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
