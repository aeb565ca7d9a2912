package italk.engine.config;

import italk.engine.config.Reports.Topic;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.plan.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The copy of the last {@code config.json} that was right for everything installed. Only its owner
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
    DurableFile.write(path, content);
  }

  /**
   * Loads the copy as what is to be in force. Where a section of it does not fit what is installed
   * now, it is used all the same: that extension then waits with the gate shut, which is safer than
   * to start without any.
   */
  Optional<InForce> loadInForce(JsonReader reader, Reports reports) {
    String name = path.getFileName().toString();
    try {
      Optional<byte[]> content = load();
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(new InForce(name, content.get(), reader.read(content.get()), false));
    } catch (JsonException e) {
      reports.error(Topic.LAST_GOOD, ConfigProblem.of(e).in(path.toString()));
    } catch (IOException e) {
      reports.error(Topic.LAST_GOOD, path + " can't be read: " + e);
    }
    return Optional.empty();
  }
}
