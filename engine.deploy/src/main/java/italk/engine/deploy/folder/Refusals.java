package italk.engine.deploy.folder;

import italk.engine.api.operation.Outcome.Kind;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the hot folder that were refused, and why: said once, in the log, beside the file,
 * and to whoever asks for operations. Belongs to the thread of operations.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Installations installations;
  private final Map<Path, Refusal> refusals = new HashMap<>();

  /** Why, and which bytes; the digest is empty where they could not even be read. */
  private record Refusal(RefusedException reason, Optional<String> digest, Stamp stamp) {

    boolean saysTheSameAs(Refusal other) {
      return digest.equals(other.digest) && reason.getMessage().equals(other.reason.getMessage());
    }
  }

  /** What of a file changes whenever somebody puts one in its place. */
  private record Stamp(FileTime modified, long size, Object key) {

    /** Of no file. */
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, null);

    /** Empty where there is no such file. */
    static Optional<Stamp> of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
      } catch (IOException gone) {
        return Optional.empty();
      }
    }
  }

  Refusals(Installations installations) {
    this.installations = installations;
  }

  boolean contains(Path file) {
    return refusals.containsKey(file);
  }

  /** True where this very file was refused, and nobody has touched it since. */
  boolean isAsItWas(Path file) {
    Refusal refusal = refusals.get(file);
    return refusal != null && Stamp.of(file).filter(refusal.stamp()::equals).isPresent();
  }

  /** It is good, or gone. */
  void remove(Path file) {
    refusals.remove(file);
    ErrorFile.delete(file);
  }

  /** Those that other bundles may have cured by coming or going. */
  List<Path> curable() {
    return refusals.entrySet().stream()
        .filter(entry -> entry.getValue().reason().isCurable())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * It is refused.
   *
   * @param jar what is in it, where that could be read
   * @param runs what runs in its place
   * @param begin when it was begun to look at it, in nanoseconds
   */
  void add(
      Path file,
      Optional<ExtensionJar> jar,
      Optional<ExtensionJar> runs,
      RefusedException reason,
      long begin) {
    Refusal refusal =
        new Refusal(reason, jar.map(ExtensionJar::digest), Stamp.of(file).orElse(Stamp.NONE));
    Refusal before = refusals.put(file, refusal);
    if (before != null && before.saysTheSameAs(refusal)) {
      return;
    }
    String line =
        file.getFileName()
            + " is refused: "
            + reason.getMessage()
            + "."
            + runs.map(it -> " " + it.version() + ", the version before, runs on.").orElse("");
    LOG.error("{}", line);
    ErrorFile.write(file, line);
    installations.record(
        runs.isPresent() ? Kind.UPDATE : Kind.INSTALL,
        reason.result(),
        runs.map(it -> installations.subject(it.symbolicName()))
            .orElse(file.getFileName().toString()),
        runs.map(it -> it.version().toString()),
        jar.map(it -> it.version().toString()),
        reason.getMessage(),
        begin,
        reason.held());
  }
}
