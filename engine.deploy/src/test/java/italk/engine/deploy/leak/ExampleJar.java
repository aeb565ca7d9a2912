package italk.engine.deploy.leak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.BundleActivator;

/** Makes bundles of the classes in the package {@code example}. */
final class ExampleJar {

  private ExampleJar() {}

  static InputStream of(
      String symbolicName,
      String version,
      Class<? extends BundleActivator> activator,
      Map<String, String> more)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", symbolicName);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Bundle-Activator", activator.getName());
    headers.putValue("Import-Package", "org.osgi.framework,javax.management");
    more.forEach(headers::putValue);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Path file : classes(activator)) {
        jar.putNextEntry(
            new JarEntry(activator.getPackageName().replace('.', '/') + "/" + file.getFileName()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static List<Path> classes(Class<?> activator) throws IOException {
    try {
      Path folder =
          Path.of(activator.getResource(activator.getSimpleName() + ".class").toURI()).getParent();
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(
                file ->
                    file.getFileName()
                        .toString()
                        .matches("(Tidy|" + activator.getSimpleName() + "(\\$.*)?)\\.class"))
            .toList();
      }
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }
}
