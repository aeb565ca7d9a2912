package italk.engine.config;

import italk.engine.config.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file as it is on disk now.
 *
 * <p>It is read as a whole at every poll and compared by its content. A watch service, or a
 * comparison of time and size, would be cheaper and would miss changes: replacement by rename
 * behind a symbolic link, two writes within one tick of the file system's clock, network file
 * systems. A file of a few kilobytes costs some microseconds four times a second.
 */
final class ConfigFile {

  /** What was found. */
  sealed interface Found {
    /** There is no such file. */
    record Missing() implements Found {}

    /** There is one that can't be read. */
    record Unreadable(String reason) implements Found {}

    /** There is one; at most one byte more than is allowed was read. */
    record Content(byte[] bytes) implements Found {}
  }

  private final Path path;

  ConfigFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** The file's name, as errors show it. */
  String name() {
    return path.getFileName().toString();
  }

  /**
   * Writes the file, unless it is not any more what it was when it was read: somebody else is at
   * it. Where its path is a symbolic link, what it leads to is written. Between the last look and
   * the rename are some microseconds in which somebody else's save would be lost: a file system has
   * no exchange on condition.
   *
   * @param expected as it was read: content or missing
   * @return false where it was not written, because it is something else now
   */
  boolean replace(Found expected, byte[] next) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path;
    return DurableFile.replace(target, next, () -> isSame(expected, read()));
  }

  private static boolean isSame(Found one, Found other) {
    return one instanceof Found.Content content
        ? other instanceof Found.Content now && Arrays.equals(content.bytes(), now.bytes())
        : one.equals(other);
  }

  Found read() {
    try (InputStream in = Files.newInputStream(path)) {
      return new Found.Content(in.readNBytes(JsonReader.MAX_BYTES + 1));
    } catch (NoSuchFileException e) {
      return new Found.Missing();
    } catch (IOException e) {
      return new Found.Unreadable(
          Files.isDirectory(path)
              ? "it is a folder"
              : e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }
}
