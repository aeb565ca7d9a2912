package italk.itest.support;

import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import italk.itest.faulty.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;

/**
 * Makes good and bad versions of one moderator: bnd builds it once, the others are made of that by
 * a change of the manifest or of a file. For use outside of the framework.
 */
public final class FaultyJars {

  /** The symbolic name of all of them. */
  public static final String NAME = "italk.itest.faulty";

  private static final String PROVIDES = "Provide-Capability";
  private static final String IMPORTS = "Import-Package";

  private final Path folder;
  private final Path good;

  /** Makes them in a folder of this name. */
  public FaultyJars(String folder) throws Exception {
    this.folder = Files.createDirectories(TestJar.folder().resolve(folder));
    good = TestJar.bundle(folder + "/good.jar", NAME, "1.0.0", NAME, Map.of());
  }

  /** Changes an open jar. */
  private interface Change {
    void apply(Jar jar, Attributes manifest) throws Exception;
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** A good one. */
  public Path version(String version) throws Exception {
    return make(version + ".jar", version, (jar, manifest) -> {});
  }

  /** A good one of the same version as another, with other bytes. */
  public Path build(String version, String build) throws Exception {
    return make(
        version + "-" + build + ".jar",
        version,
        (jar, manifest) -> manifest.putValue("Itest-Build", build));
  }

  /** One that is good until it does this. */
  public Path faulty(String version, Fault fault) throws Exception {
    return make(
        fault + ".jar", version, (jar, manifest) -> manifest.putValue(Fault.HEADER, fault.name()));
  }

  /** One with another class, another PID and an option more, with a default or without. */
  public Path grown(String version, boolean hasDefault) throws Exception {
    String file = folder.getFileName() + "/grown-" + hasDefault + ".jar";
    Path jar = TestJar.bundle(file, NAME, version, "italk.itest.grown", Map.of());
    return hasDefault ? jar : change(jar, jar, (open, manifest) -> removeDefault(open));
  }

  private static void removeDefault(Jar jar) throws Exception {
    String path =
        jar.getResources().keySet().stream()
            .filter(it -> it.startsWith("OSGI-INF/metatype/"))
            .findFirst()
            .orElseThrow();
    String xml = new String(jar.getResource(path).buffer().array(), StandardCharsets.UTF_8);
    jar.putResource(path, new EmbeddedResource(replaced(xml, " default=\"grown\"", ""), 0));
  }

  /** One of each kind, with the version 2.0.0. */
  public void makeBadVersions() throws Exception {
    for (BadVersion bad : BadVersion.values()) {
      if (Arrays.stream(Fault.values()).anyMatch(fault -> fault.name().equals(bad.name()))) {
        faulty("2.0.0", Fault.valueOf(bad.name()));
      }
    }
    bad(BadVersion.LACKS_A_CLASS, (jar, manifest) -> jar.remove("italk/itest/faulty/Mark.class"));
    bad(
        BadVersion.ACTIVATOR_THROWS,
        (jar, manifest) -> {
          manifest.putValue(Fault.HEADER, Fault.ACTIVATOR_THROWS.name());
          manifest.putValue("Bundle-Activator", "italk.itest.faulty.Activator");
        });
    TestJar.bundle(
        folder.getFileName() + "/" + BadVersion.NEVER_REGISTERS_ITS_HOOKS.file(),
        NAME,
        "2.0.0",
        "italk.itest.waiting",
        Map.of());
    bad(
        BadVersion.UNRESOLVABLE,
        (jar, manifest) ->
            manifest.putValue(
                IMPORTS, manifest.getValue(IMPORTS) + ",org.example.nobody;version=\"[2,3)\""));
    bad(BadVersion.OTHER_EXTENSION_NAME, edit(PROVIDES, "=moderator", "=moderatr"));
    bad(
        BadVersion.OTHER_SYMBOLIC_NAME,
        (jar, manifest) -> manifest.putValue("Bundle-SymbolicName", "italk.itest.impostor"));
    bad(BadVersion.COMPONENT_IS_NOT_THERE, edit(PROVIDES, "faulty.Moderator", "faulty.Nobody"));
    bad(BadVersion.OLDER_API, edit(IMPORTS, "[1.0,2)", "[0.1,0.2)"));
    bad(BadVersion.NEWER_API, edit(IMPORTS, "[1.0,2)", "[2,3)"));
    makeBroken();
  }

  private void makeBroken() throws Exception {
    byte[] whole = Files.readAllBytes(version("2.0.0"));
    Files.write(
        folder.resolve(BadVersion.CORRUPT.file()), Arrays.copyOf(whole, whole.length * 2 / 3));
    byte[] damaged = whole.clone();
    // In the middle of the classes; the table of contents at the end stays whole.
    for (int i = whole.length / 3; i < whole.length / 3 + 64; i++) {
      damaged[i] ^= 0x55;
    }
    Files.write(folder.resolve(BadVersion.DAMAGED_CLASS.file()), damaged);
    Files.copy(TestJar.plain("plain.jar"), cleared(folder.resolve(BadVersion.NO_BUNDLE.file())));
  }

  private static Path cleared(Path file) throws Exception {
    Files.deleteIfExists(file);
    return file;
  }

  private void bad(BadVersion bad, Change change) throws Exception {
    make(bad.file(), "2.0.0", change);
  }

  private static Change edit(String header, String what, String by) {
    return (jar, manifest) ->
        manifest.putValue(header, replaced(manifest.getValue(header), what, by));
  }

  private static String replaced(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new IllegalStateException("There should be " + what + " in " + text);
    }
    return text.replace(what, by);
  }

  private Path make(String file, String version, Change change) throws Exception {
    return change(
        good,
        folder.resolve(file),
        (jar, manifest) -> {
          manifest.putValue("Bundle-Version", version);
          change.apply(jar, manifest);
        });
  }

  /** The same jar, changed; it may be made in its own place. */
  private static Path change(Path jar, Path changed, Change change) throws Exception {
    Path next = changed.resolveSibling(changed.getFileName() + ".new");
    try (Jar open = new Jar(jar.toFile())) {
      change.apply(open, open.getManifest().getMainAttributes());
      open.write(next.toFile());
    }
    return Files.move(next, changed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
