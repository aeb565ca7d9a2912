package italk.engine.config;

import static java.util.stream.Collectors.joining;

import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.api.configuration.KeyChange;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.change.Differences;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The contents of {@code config.json} that came into force, in {@code data/config-history}: of each
 * its text ({@code 000012.json}) and what is told of it ({@code 000012.version}). Only their owner
 * can read them. All state but the list to show belongs to the thread "italk-config".
 */
final class Versions {

  static final int MAX_VERSIONS = 50;

  private static final Pattern NAME = Pattern.compile("(\\d{6,18})\\.(json|version)");

  /**
   * Who wrote a content, before it came into force.
   *
   * @param content the content
   * @param who who
   * @param restored the version that it was taken from
   * @param before where an undo of it leads to; empty for the version before it
   */
  record Author(byte[] content, String who, OptionalLong restored, OptionalLong before) {

    /** Who wrote something new. */
    static Author of(byte[] content, String who) {
      return new Author(content, who, OptionalLong.empty(), OptionalLong.empty());
    }
  }

  private final Path folder;
  private final Reports reports;
  private final Supplier<Instant> clock;

  // Written by our thread, read by any; the newest first.
  private volatile List<ConfigurationVersion> shown = List.of();

  // The oldest first; null until it is needed for the first time.
  private List<Version> versions;

  // The content of the newest version, and who wrote what comes into force next.
  private byte[] newest;
  private Author expected;

  Versions(Path dataFolder, Reports reports, Supplier<Instant> clock) {
    this.folder = dataFolder.resolve("config-history");
    this.reports = reports;
    this.clock = clock;
  }

  /** The versions, the newest first. Any thread. */
  List<ConfigurationVersion> shown() {
    return shown;
  }

  /** Says who wrote what is about to come into force. */
  void expect(Author author) {
    expected = author;
  }

  /** The version that is in force. */
  Optional<Version> current() {
    load();
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  /** A version that is kept. */
  Optional<Version> find(long number) {
    load();
    return versions.stream().filter(it -> it.number() == number).findFirst();
  }

  /** A version's content; empty where it is not kept. */
  Optional<byte[]> content(long number) throws IOException {
    try (InputStream in = Files.newInputStream(file(number, "json"))) {
      return Optional.of(in.readNBytes(JsonReader.MAX_BYTES));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Keeps a content of the file that never came into force and is about to be written over.
   *
   * @return where
   */
  Path keepRefused(byte[] content) throws IOException {
    Path file = folder.resolve("refused.json");
    DurableFile.write(file, content);
    return file;
  }

  /**
   * Notes what is in force where it is something new.
   *
   * @param allCame false while extensions may still come, at start-up: what they describe decides
   *     what is secret
   */
  void follow(Snapshot now, boolean allCame) {
    InForce inForce = now.inForce();
    if (!allCame || !inForce.fromFile() || inForce.content() == newest) {
      return;
    }
    load();
    if (!Arrays.equals(inForce.content(), newest)) {
      add(now);
    }
    newest = inForce.content();
  }

  private void add(Snapshot now) {
    byte[] content = now.inForce().content();
    Author author =
        expected != null && Arrays.equals(expected.content(), content)
            ? expected
            : Author.of(content, EngineConfiguration.BY_FILE);
    expected = null;
    OptionalLong last =
        current().map(it -> OptionalLong.of(it.number())).orElse(OptionalLong.empty());
    Version version =
        new Version(
            new ConfigurationVersion(
                last.orElse(0) + 1, clock.get(), author.who(), author.restored(), changes(now)),
            author.restored().isPresent() ? author.before() : last);
    versions.add(version);
    save(version, content);
    show();
    if (last.isPresent()) {
      reports.information(
          now.inForce().file()
              + ": version "
              + version.number()
              + " by "
              + author.who()
              + ": "
              + changedKeys(version.shown())
              + ".");
    }
  }

  private static String changedKeys(ConfigurationVersion version) {
    return version.changes().isEmpty()
        ? "no value"
        : version.changes().stream().map(KeyChange::path).limit(20).collect(joining(", "));
  }

  private List<KeyChange> changes(Snapshot now) {
    if (newest == null) {
      return List.of();
    }
    try {
      return Differences.between(
          new JsonReader().read(newest), now.inForce().document(), now.installed());
    } catch (JsonException e) {
      // Somebody was at our files: what changed against them tells nothing.
      return List.of();
    }
  }

  private void save(Version version, byte[] content) {
    List<Version> tooOld = versions.subList(0, Math.max(0, versions.size() - MAX_VERSIONS));
    List<Version> old = List.copyOf(tooOld);
    tooOld.clear();
    try {
      // In this order: without what is told of it, a content is no version.
      DurableFile.write(file(version.number(), "json"), content);
      DurableFile.write(file(version.number(), "version"), version.write());
      for (Version gone : old) {
        delete(gone.number());
      }
      reports.clear(Reports.Topic.HISTORY);
    } catch (IOException e) {
      reports.warning(
          Reports.Topic.HISTORY,
          "The history of the configuration can't be kept in "
              + folder
              + ": "
              + e
              + ". There is no way back to version "
              + version.number()
              + " after a restart.");
    }
  }

  private void delete(long number) throws IOException {
    Files.deleteIfExists(file(number, "version"));
    Files.deleteIfExists(file(number, "json"));
  }

  private void load() {
    if (versions != null) {
      return;
    }
    versions = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.version")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          Version.read(Files.readAllBytes(file)).ifPresent(versions::add);
        }
      }
      versions.sort(Comparator.comparingLong(Version::number));
      newest = versions.isEmpty() ? null : content(current().get().number()).orElse(null);
    } catch (NoSuchFileException e) {
      // The first start.
      versions.clear();
    } catch (IOException e) {
      reports.warning(
          Reports.Topic.HISTORY,
          "The history of the configuration in " + folder + " can't be read: " + e + ".");
    }
    show();
  }

  private void show() {
    List<ConfigurationVersion> newestFirst = new ArrayList<>();
    versions.forEach(it -> newestFirst.add(it.shown()));
    Collections.reverse(newestFirst);
    shown = List.copyOf(newestFirst);
  }

  private Path file(long number, String kind) {
    return folder.resolve(String.format("%06d.%s", number, kind));
  }
}
