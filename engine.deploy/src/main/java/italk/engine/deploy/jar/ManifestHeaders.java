package italk.engine.deploy.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;

/** Reads the headers of a bundle as the framework would on this Java, within bounds. */
public final class ManifestHeaders {

  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_CHARACTERS = 200_000;

  /** In a jar for several versions of Java, beside the classes of one. */
  private static final String SUPPLEMENTAL = "OSGI-INF/MANIFEST.MF";

  private ManifestHeaders() {}

  /**
   * The main headers, whatever the case of their names.
   *
   * @throws IOException where it is not a whole jar
   * @throws RefusedException where it has no manifest, or one that is out of bounds
   */
  public static Map<String, String> read(Path file) throws IOException, RefusedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // Not a JarFile at first: that one reads the whole manifest unasked, however large it is.
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
      if (entry == null) {
        throw new RefusedException(
            "it has no META-INF/MANIFEST.MF, so it is no bundle: build it with bnd");
      }
      mainAttributes(zip, entry)
          .forEach((name, value) -> headers.put(name.toString(), value.toString()));
    }
    supplement(headers, file);
    refuseHugeOnes(headers);
    return headers;
  }

  /** The specification's two headers that a version of Java may have its own of. */
  private static void supplement(Map<String, String> headers, Path file)
      throws IOException, RefusedException {
    boolean verify = false; // Signatures are the business of the check.
    try (JarFile jar =
        new JarFile(file.toFile(), verify, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
      JarEntry entry = jar.getJarEntry(SUPPLEMENTAL);
      if (entry == null || entry.getRealName().equals(SUPPLEMENTAL)) {
        return;
      }
      Attributes own = mainAttributes(jar, entry);
      for (String name : List.of(Constants.IMPORT_PACKAGE, Constants.REQUIRE_CAPABILITY)) {
        if (own.getValue(name) != null) {
          headers.put(name, own.getValue(name));
        }
      }
    }
  }

  private static Attributes mainAttributes(ZipFile file, ZipEntry entry)
      throws IOException, RefusedException {
    try (InputStream in = file.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new RefusedException(
            "its manifest is larger than " + MOST_BYTES + " bytes, which no bundle needs");
      }
      return new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
    }
  }

  private static void refuseHugeOnes(Map<String, String> headers) throws RefusedException {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getValue().length() > MOST_CHARACTERS) {
        throw new RefusedException(
            "its manifest's "
                + header.getKey()
                + " has more than "
                + MOST_CHARACTERS
                + " characters, which no bundle needs");
      }
    }
  }
}
