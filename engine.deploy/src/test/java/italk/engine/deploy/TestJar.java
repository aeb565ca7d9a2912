package italk.engine.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes bundles, most of them without code. */
public final class TestJar {

  private TestJar() {}

  public static Path write(Path file, String symbolicName, String version) throws IOException {
    return write(file, symbolicName, version, Map.of());
  }

  public static Path write(Path file, String symbolicName, String version, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", symbolicName);
    headers.put("Bundle-Version", version);
    return write(file, headers);
  }

  /** With an activator, which is the first class, and what else it needs. */
  public static Path write(
      Path file, String symbolicName, String version, Map<String, String> more, Class<?>... classes)
      throws IOException {
    Map<String, String> headers = new TreeMap<>(more);
    headers.put("Bundle-Activator", classes[0].getName());
    headers.merge("Import-Package", "org.osgi.framework", (one, other) -> one + "," + other);
    write(file, symbolicName, version, headers);
    try (FileSystem jar = FileSystems.newFileSystem(file)) {
      for (Class<?> type : classes) {
        String name = type.getName().replace('.', '/') + ".class";
        Path entry = jar.getPath(name);
        Files.createDirectories(entry.getParent());
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
          Files.copy(code, entry);
        }
      }
    }
    return file;
  }

  public static Path write(Path file, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry("content.txt"));
      jar.write("some content that is long enough to be cut off".repeat(50).getBytes());
      jar.closeEntry();
    }
    return file;
  }
}
