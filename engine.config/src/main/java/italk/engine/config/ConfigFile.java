package italk.engine.config;

import italk.engine.config.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
