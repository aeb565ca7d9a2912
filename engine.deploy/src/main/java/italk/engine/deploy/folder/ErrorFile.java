package italk.engine.deploy.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code NAME.jar.error} beside a jar that was refused: whoever copies jars over the network sees
 * the reason where they look first.
 */
public final class ErrorFile {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorFile.class);

  private ErrorFile() {}

  public static Path of(Path jar) {
    return jar.resolveSibling(jar.getFileName() + ".error");
  }

  public static void write(Path jar, String reason) {
    try {
      String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + reason;
      Files.writeString(of(jar), line + System.lineSeparator());
    } catch (IOException unwritable) {
      LOG.warn("{} can't be written: {}", of(jar), unwritable.toString());
    }
  }

  static void delete(Path jar) {
    try {
      Files.deleteIfExists(of(jar));
    } catch (IOException undeletable) {
      LOG.warn("{} can't be deleted: {}", of(jar), undeletable.toString());
    }
  }
}
