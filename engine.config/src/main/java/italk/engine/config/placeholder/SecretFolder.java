package italk.engine.config.placeholder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the secret files lie, as the plugin was told. Looks at files; does not read them.
 *
 * @param folders the plugin looks for a name in each of them, in this order
 */
record SecretFolder(List<Path> folders) {

  /** More than any password or key needs. */
  static final int MAX_BYTES = 64 * 1024;

  private static final String NOT_CONFIGURED = "<not configured>";

  /** From the property of the plugin's service. */
  static SecretFolder of(Object property) {
    return property instanceof String list && !list.isBlank() && !list.equals(NOT_CONFIGURED)
        ? new SecretFolder(Stream.of(list.strip().split("\\s*,\\s*")).map(Path::of).toList())
        : new SecretFolder(List.of());
  }

  /** Why there is nothing to read by this name; empty where there is. */
  Optional<String> fault(String name, Path home) {
    if (folders.isEmpty()) {
      return Optional.of(
          "no folder for secrets is known: set the framework property "
              + Interpolation.BUNDLE
              + ".secretsdir");
    } else if (name.isBlank() || name.contains("..") || isAbsolute(name)) {
      return Optional.of("a secret is named like a file in " + shown(folders.get(0), home));
    }
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      return Optional.of("there is no file " + shown(folders.get(0).resolve(name), home));
    }
    String shown = "the file " + shown(found.get(), home);
    try {
      long size = Files.size(found.get());
      if (!Files.isRegularFile(found.get()) || !Files.isReadable(found.get())) {
        return Optional.of(shown + " can't be read");
      } else if (size == 0) {
        return Optional.of(shown + " is empty");
      } else if (size > MAX_BYTES) {
        return Optional.of(shown + " is larger than " + MAX_BYTES + " bytes");
      }
      return Optional.empty();
    } catch (IOException gone) {
      return Optional.of(shown + " can't be read");
    }
  }

  /** The state of a file now. */
  SecretStamp stamp(String name) {
    Optional<Path> found = find(name);
    if (found.isEmpty()) {
      return new SecretStamp(name, SecretStamp.MISSING);
    }
    try {
      BasicFileAttributes now = Files.readAttributes(found.get(), BasicFileAttributes.class);
      String identity = now.fileKey() == null ? "" : Integer.toHexString(now.fileKey().hashCode());
      return new SecretStamp(name, now.lastModifiedTime().toMillis() + "-" + identity);
    } catch (IOException gone) {
      return new SecretStamp(name, SecretStamp.MISSING);
    }
  }

  private Optional<Path> find(String name) {
    try {
      return folders.stream().map(it -> it.resolve(name)).filter(Files::exists).findFirst();
    } catch (InvalidPathException noName) {
      return Optional.empty();
    }
  }

  private static boolean isAbsolute(String name) {
    return name.startsWith("/") || name.startsWith("\\");
  }

  private static String shown(Path file, Path home) {
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(home) ? home.relativize(absolute) : absolute).toString();
  }
}
