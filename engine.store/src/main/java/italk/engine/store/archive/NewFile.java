package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that appears under its name only when it is whole and durable. Until then it is a hidden
 * one beside it, which is removed where nothing comes of it. Its owner alone may read it: all that
 * anybody ever wrote may be in it.
 */
public final class NewFile implements AutoCloseable {

  private final Path file;
  private final Path part;

  private NewFile(Path file, Path part) {
    this.file = file;
    this.part = part;
  }

  /**
   * Begins a file, empty.
   *
   * @throws IOException where there is one of that name, or it can't be made
   */
  public static NewFile begin(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (target.getFileName() == null) {
      throw new FileAlreadyExistsException(target.toString(), null, "it is a folder");
    }
    checkFree(target);
    Path part = target.resolveSibling("." + target.getFileName() + ".italk-part");
    // Left behind by an engine that was killed in the midst of it.
    Files.deleteIfExists(part);
    Files.createFile(part, ownerOnly(target));
    return new NewFile(target, part);
  }

  private static void checkFree(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString(), null, "there is one of that name");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Where to write. */
  public Path part() {
    return part;
  }

  /** Gives what was written its name, durably. */
  public void finish() throws IOException {
    try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    checkFree(file);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(file.getParent());
  }

  /** Makes the names in a folder durable. */
  public static void forceFolder(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }

  /** Why a file could not be written, in words. */
  static EngineException notWritten(Path file, IOException cause) {
    return failed(file, "a name that is free, in a folder that the engine may write", cause);
  }

  /** Why a file could not be read, in words. */
  static EngineException notRead(Path file, IOException cause) {
    return failed(file, "a file that the engine may read", cause);
  }

  private static EngineException failed(Path file, String expected, IOException cause) {
    return new EngineException(
        Problem.of(
            Problem.Code.INVALID,
            file + ": expected " + expected + ", found " + found(cause) + "."),
        cause);
  }

  private static String found(IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return "no " + missing.getFile();
    } else if (cause instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return cause.toString();
  }
}
