package italk.engine.config;

import italk.engine.config.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The copy of the last {@code config.json} that was right for everything installed. Written to a
 * file beside it, forced to disk and renamed, so that there is always a whole one; only its owner
 * can read it, because options may be secret. For the thread "italk-config" only.
 */
final class LastGood {

  private final Path path;

  LastGood(Path dataFolder) {
    this.path = dataFolder.resolve("config.last-good.json");
  }

  Path path() {
    return path;
  }

  Optional<byte[]> load() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(in.readNBytes(JsonReader.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Saves unless it is what is saved already. */
  void save(byte[] content) throws IOException {
    if (load().filter(saved -> Arrays.equals(saved, content)).isPresent()) {
      return;
    }
    Files.createDirectories(path.getParent());
    Path temporary = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly())) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
  }

  // Without it the rename itself might not survive a loss of power.
  private void forceFolder() throws IOException {
    if (isPosix()) {
      try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
