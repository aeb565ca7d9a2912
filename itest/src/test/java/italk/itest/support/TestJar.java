package italk.itest.support;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Makes bundles of test classes with bnd, the way an author's build does. For use outside of the
 * framework.
 */
public final class TestJar {

  private TestJar() {}

  /**
   * A bundle with the classes of one package.
   *
   * @param file what the jar is to be called
   * @param symbolicName the bundle's
   * @param version the bundle's
   * @param packageName whose classes go in
   * @param more further instructions for bnd
   */
  public static Path bundle(
      String file,
      String symbolicName,
      String version,
      String packageName,
      Map<String, String> more) {
    Path jar = folder().resolve(file);
    try (Builder builder = new Builder()) {
      Files.createDirectories(jar.getParent());
      builder.setProperty("Bundle-SymbolicName", symbolicName);
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("-privatepackage", packageName);
      builder.setProperty("-dsannotations", "*");
      builder.setProperty("-metatypeannotations", "*");
      more.forEach(builder::setProperty);
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (Files.exists(Path.of(entry)) && !entry.endsWith(".pom")) {
          builder.addClasspath(new File(entry));
        }
      }
      try (Jar built = builder.build()) {
        if (!builder.isOk()) {
          throw new IllegalStateException(
              "bnd could not make " + file + ": " + builder.getErrors());
        }
        built.write(jar.toFile());
      }
      return jar;
    } catch (Exception e) {
      throw new IllegalStateException("The test jar " + file + " could not be made", e);
    }
  }

  /** A jar that is no bundle. */
  public static Path plain(String file) throws IOException {
    Path jar = folder().resolve(file);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("readme.txt"));
      out.write("no bundle".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** The same bundle with another version. */
  public static Path withVersion(Path bundle, String version) throws Exception {
    Path jar = folder().resolve(version + "-" + bundle.getFileName());
    Files.createDirectories(jar.getParent());
    try (Jar changed = new Jar(bundle.toFile())) {
      changed.getManifest().getMainAttributes().putValue("Bundle-Version", version);
      changed.write(jar.toFile());
    }
    return jar;
  }

  /** Where they are. Several processes run tests at the same time, some with jars of one name. */
  public static Path folder() {
    return Built.target().resolve("test-jars-" + ProcessHandle.current().pid());
  }
}
