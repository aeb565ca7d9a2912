package italk.engine.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * Writes a file so that there is always a whole one: to a file beside it, forced to disk, renamed.
 * Until then only its owner can read it, because options may be secret. One thread at a time.
 */
final class DurableFile {

  /** Asked when all is ready, at the last moment before the file is replaced. */
  interface LastLook {
    /** Whether to go on. */
    boolean isAsExpected() throws IOException;
  }

  private DurableFile() {}

  /** Writes a file that only its owner can read. */
  static void write(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.getParent());
    replace(path, content, () -> true);
  }

  /**
   * Writes a file in the place of one whose permissions and, where that is allowed, owner and group
   * are kept; a new one only its owner can read.
   *
   * @return false where {@code lastLook} said so: then nothing was changed
   */
  static boolean replace(Path path, byte[] content, LastLook lastLook) throws IOException {
    Path temporary = path.resolveSibling("." + path.getFileName() + ".writing");
    Files.deleteIfExists(temporary);
    try {
      fill(temporary, content);
      if (Files.exists(path)) {
        copyAttributes(path, temporary);
      }
      if (!lastLook.isAsExpected()) {
        return false;
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(path.getParent());
    return true;
  }

  private static void fill(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly())) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void copyAttributes(Path from, Path to) throws IOException {
    if (!isPosix()) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes young = view.readAttributes();
    // Only where they differ: whoever is not root may not even set what is so already.
    if (!young.group().equals(old.group())) {
      attempt(() -> view.setGroup(old.group()));
    }
    if (!young.owner().equals(old.owner())) {
      attempt(() -> view.setOwner(old.owner()));
    }
    view.setPermissions(old.permissions());
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void attempt(Step step) {
    try {
      step.run();
    } catch (IOException notAllowed) {
      // Only root may give a file away; that its content is right matters more.
      return;
    }
  }

  // Without it the rename itself might not survive a loss of power.
  private static void forceFolder(Path folder) throws IOException {
    if (isPosix()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
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
