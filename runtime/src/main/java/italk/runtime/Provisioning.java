package italk.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings a home up to date with a distribution and keeps what the operator changed. What was
 * brought is noted in {@code .distribution} by name and digest, so that a newer distribution
 * replaces what nobody touched and leaves alone what was edited, replaced or deleted.
 */
final class Provisioning {

  /** What an installation elsewhere doesn't offer to a home. */
  static final Predicate<String> HOME_ONLY =
      name ->
          name.equals("config.json") || name.startsWith("conf/") || name.startsWith("extensions/");

  /** What the one jar unpacks. */
  static final Predicate<String> EVERYTHING = name -> true;

  private static final String NOTES = ".distribution";

  /** Programs and bundles belong to the distribution: always as shipped, and gone when not. */
  private static final Set<String> OURS =
      Set.of("bin", "lib", "bundle", "repository", "docs", "kit");

  private final Path home;
  private final Properties notes = new Properties();

  Provisioning(Path home) throws IOException {
    this.home = home;
    Path file = home.resolve(NOTES);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        notes.load(reader);
      }
    }
  }

  void from(Distribution distribution, Predicate<String> wanted) throws IOException {
    Set<String> shipped = new HashSet<>();
    distribution.forEach(
        (name, bytes) -> {
          if (wanted.test(name) && !isState(name)) {
            shipped.add(name);
            bring(name, bytes);
          }
        });
    for (String name : Set.copyOf(notes.stringPropertyNames())) {
      if (!shipped.contains(name)) {
        withdraw(name);
      }
    }
    try (Writer writer = Files.newBufferedWriter(home.resolve(NOTES))) {
      notes.store(writer, "What Italk-Engine brought, to know later what was changed. Don't edit.");
    }
  }

  private void bring(String name, InputStream bytes) throws IOException {
    Path target = home.resolve(name).normalize();
    if (!target.startsWith(home.normalize())) {
      throw new IOException("the distribution has a file outside of itself: " + name);
    }
    String noted = notes.getProperty(name);
    boolean there = Files.exists(target);
    boolean kept = there ? !isOurs(name) && !digest(target).equals(noted) : isDeleted(name, noted);
    if (kept || (there && name.equals("config.json"))) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
    String digest = digest(part);
    if (there && digest.equals(noted) && digest.equals(digest(target))) {
      Files.delete(part);
      return;
    }
    if (name.startsWith("bin/") && !part.toFile().setExecutable(true)) {
      throw new IOException(part + " can't be made executable");
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    notes.setProperty(name, digest);
  }

  /** What an older distribution brought and this one doesn't have any more. */
  private void withdraw(String name) throws IOException {
    Path file = home.resolve(name);
    boolean untouched = Files.exists(file) && digest(file).equals(notes.getProperty(name));
    if (isOurs(name) || (untouched && !name.equals("config.json"))) {
      Files.deleteIfExists(file);
    }
    notes.remove(name);
  }

  private static boolean isDeleted(String name, String noted) {
    return noted != null && !isOurs(name) && !name.startsWith("conf/");
  }

  private static boolean isOurs(String name) {
    return OURS.contains(name.split("/", 2)[0]);
  }

  private static boolean isState(String name) {
    return Stream.of("data/", "log/", "run/").anyMatch(name::startsWith) || name.equals(NOTES);
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }
}
