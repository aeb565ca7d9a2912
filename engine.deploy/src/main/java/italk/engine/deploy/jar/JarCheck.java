package italk.engine.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Says whether a file is a whole jar and a bundle, by reading every byte of it. */
public final class JarCheck {

  // It becomes the name of a folder, too.
  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,199}");

  private JarCheck() {}

  /**
   * Checks {@code bytes}, a copy of {@code file} that nobody else writes to.
   *
   * @throws RefusedException with the reason, naming what was expected and found
   */
  public static ExtensionJar check(Path file, Path bytes) throws RefusedException {
    try (JarFile jar = new JarFile(bytes.toFile())) {
      readEveryEntry(jar);
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        throw new RefusedException(
            "it has no META-INF/MANIFEST.MF, so it is no bundle: build it with bnd");
      }
      return bundle(file, bytes, manifest.getMainAttributes());
    } catch (IOException | SecurityException notWhole) {
      throw new RefusedException(
          "it is not a whole jar ("
              + notWhole.getMessage()
              + "): copy it again, best under another name and rename it then");
    }
  }

  /** The SHA-256 of a file's bytes, in hexadecimal. */
  public static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
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
  private static void readEveryEntry(JarFile jar) throws IOException {
    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      try (CheckedInputStream in = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
        in.transferTo(OutputStream.nullOutputStream());
        if (entry.getCrc() != -1 && entry.getCrc() != in.getChecksum().getValue()) {
          throw new IOException(entry.getName() + " is damaged");
        }
      }
    }
  }

  private static ExtensionJar bundle(Path file, Path bytes, Attributes manifest)
      throws IOException, RefusedException {
    String manifestVersion = manifest.getValue(Constants.BUNDLE_MANIFESTVERSION);
    String symbolicName = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (symbolicName == null || symbolicName.isBlank()) {
      throw new RefusedException(
          "its manifest has no Bundle-SymbolicName, so it is no bundle: build it with bnd");
    }
    if (manifestVersion == null || !manifestVersion.strip().equals("2")) {
      throw new RefusedException(
          "its manifest should have \"Bundle-ManifestVersion: 2\", found "
              + (manifestVersion == null ? "none" : "\"" + manifestVersion + "\""));
    }
    String host = manifest.getValue(Constants.FRAGMENT_HOST);
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
        version(manifest.getValue(Constants.BUNDLE_VERSION)),
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
