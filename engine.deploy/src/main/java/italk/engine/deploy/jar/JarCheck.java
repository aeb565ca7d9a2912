package italk.engine.deploy.jar;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Says whether a file is a whole jar and a bundle, by reading every byte of it. */
public final class JarCheck {

  // It becomes the name of a folder, too.
  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}");

  /**
   * Of all files together, unpacked. Far more than an extension with all its libraries has, and
   * read within seconds; without a bound a small jar can be unpacked for days.
   */
  private static final long MOST_BYTES = 1L << 30;

  /** Of one file in META-INF: the JDK reads manifests and signatures into memory. */
  private static final long MOST_BYTES_OF_META_INF = 8L << 20;

  private JarCheck() {}

  /**
   * Checks {@code bytes}, a copy of {@code file} that nobody else writes to.
   *
   * @throws RefusedException with the reason, naming what was expected and found
   */
  public static ExtensionJar check(Path file, Path bytes) throws RefusedException {
    try {
      refuseOddFiles(bytes);
      // Not a JarFile at first: that one reads the whole manifest unasked, however large it is.
      try (ZipFile zip = new ZipFile(bytes.toFile())) {
        readEveryEntry(zip);
      }
      // This one looks whether signed entries are what was signed.
      try (JarFile jar = new JarFile(bytes.toFile())) {
        readEveryEntry(jar);
      }
      return bundle(file, bytes, ManifestHeaders.read(bytes));
    } catch (IOException | SecurityException notWhole) {
      throw new RefusedException(
          "it is not a whole jar ("
              + notWhole.getMessage()
              + "): copy it again, best under another name and rename it then");
    }
  }

  /**
   * Refuses what no reading of would end: a pipe, a device, a disk's worth of bytes.
   *
   * @throws IOException where it can't be looked at
   */
  static void refuseOddFiles(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("it is no regular file");
    }
    if (attributes.size() > MOST_BYTES) {
      throw new IOException("it has more than " + MOST_BYTES + " bytes, which no bundle needs");
    }
  }

  /** The SHA-256 of a file's bytes, in hexadecimal. */
  public static String digest(Path file) throws IOException {
    // Not a channel's stream: that one is closed under whoever is interrupted, and what runs
    // already must come to be noted while the engine stops.
    try (InputStream in = new FileInputStream(file.toFile());
        DigestInputStream digesting =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }

  // JarFile itself looks at the table of contents only; a damaged entry would show up as a
  // ClassFormatError in the running engine.
  private static void readEveryEntry(ZipFile jar) throws IOException, RefusedException {
    long total = 0;
    byte[] buffer = new byte[1 << 16];
    for (ZipEntry entry : Collections.list(jar.entries())) {
      long most = MOST_BYTES - total;
      if (entry.getName().toUpperCase(Locale.ROOT).startsWith("META-INF/")) {
        most = Math.min(most, MOST_BYTES_OF_META_INF);
      }
      long size = 0;
      try (CheckedInputStream in = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          size += read;
          if (size > most) {
            throw new RefusedException(tooLarge(entry));
          }
        }
        if (entry.getCrc() != -1 && entry.getCrc() != in.getChecksum().getValue()) {
          throw new IOException(entry.getName() + " is damaged");
        }
      }
      total += size;
    }
  }

  private static String tooLarge(ZipEntry entry) {
    return "unpacked it has more than "
        + MOST_BYTES
        + " bytes, or more than "
        + MOST_BYTES_OF_META_INF
        + " in one file of META-INF, at "
        + entry.getName()
        + ": no bundle needs that";
  }

  private static ExtensionJar bundle(Path file, Path bytes, Map<String, String> manifest)
      throws IOException, RefusedException {
    String manifestVersion = manifest.get(Constants.BUNDLE_MANIFESTVERSION);
    String symbolicName = manifest.get(Constants.BUNDLE_SYMBOLICNAME);
    if (symbolicName == null || symbolicName.isBlank()) {
      throw new RefusedException(
          "its manifest has no Bundle-SymbolicName, so it is no bundle: build it with bnd");
    }
    if (manifestVersion == null || !manifestVersion.strip().equals("2")) {
      throw new RefusedException(
          "its manifest should have \"Bundle-ManifestVersion: 2\", found "
              + (manifestVersion == null ? "none" : "\"" + manifestVersion + "\""));
    }
    String host = manifest.get(Constants.FRAGMENT_HOST);
    if (host != null) {
      throw new RefusedException(
          "it is a fragment of "
              + host
              + ", and attaching it would restart that bundle: make it a bundle of its own");
    }
    String name = symbolicName.split(";", 2)[0].strip();
    if (!SYMBOLIC_NAME.matcher(name).matches()) {
      throw new RefusedException(
          "its Bundle-SymbolicName should be letters, digits, dots, underscores and hyphens, 200 at"
              + " most, found \""
              + name
              + "\"");
    }
    return new ExtensionJar(
        file,
        name,
        version(manifest.get(Constants.BUNDLE_VERSION)),
        Files.getLastModifiedTime(file).toInstant(),
        digest(bytes));
  }

  private static Version version(String text) throws RefusedException {
    try {
      return Version.parseVersion(text);
    } catch (IllegalArgumentException invalid) {
      throw new RefusedException(
          "its Bundle-Version should be like 1.2.3 or 1.2.3.qualifier, found \"" + text + "\"");
    }
  }
}
