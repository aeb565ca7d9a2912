package italk.engine.deploy.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.deploy.TestJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class JarCheckTest {

  @TempDir Path folder;

  @Test
  void readsNameAndVersion() throws Exception {
    Path jar = TestJar.write(folder.resolve("a.jar"), "a.b;singleton:=true", "1.2.3");
    ExtensionJar checked = JarCheck.check(jar, jar);
    assertThat(checked.symbolicName()).isEqualTo("a.b");
    assertThat(checked.version()).isEqualTo(new Version(1, 2, 3));
    assertThat(checked.digest()).hasSize(64).isEqualTo(JarCheck.digest(jar));
  }

  @Test
  void refusesWhatWasCutOffAnywhere() throws Exception {
    byte[] whole = Files.readAllBytes(TestJar.write(folder.resolve("a.jar"), "a", "1"));
    for (int length = 0; length < whole.length; length += 7) {
      Path part = Files.write(folder.resolve("part.jar"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> JarCheck.check(part, part))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("not a whole jar");
    }
  }

  @Test
  void refusesADamagedEntry() throws IOException {
    Path jar = folder.resolve("stored.jar");
    TestJar.write(jar, "a", "1");
    byte[] bytes = Files.readAllBytes(jar);
    int inContent =
        new String(bytes, StandardCharsets.ISO_8859_1).indexOf("content.txt")
            + "content.txt".length()
            + 3;
    bytes[inContent] ^= 0x55;
    Files.write(jar, bytes);
    assertThatThrownBy(() -> JarCheck.check(jar, jar))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("not a whole jar");
  }

  @Test
  void refusesWhatIsTooLargeUnpacked() throws IOException {
    Path manifest = bomb("META-INF/MANIFEST.MF", 9);
    assertThatThrownBy(() -> JarCheck.check(manifest, manifest))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("at META-INF/MANIFEST.MF: no bundle needs that");
    // The JDK takes this one for the manifest, too.
    Path other = bomb("meta-inf/manifest.mf", 9);
    assertThatThrownBy(() -> JarCheck.check(other, other)).hasMessageContaining("no bundle needs");
    Path content = bomb("content", 1_025);
    assertThat(content).satisfies(it -> assertThat(Files.size(it)).isLessThan(5_000_000));
    assertThatThrownBy(() -> JarCheck.check(content, content))
        .hasMessageContaining("at content: no bundle needs that");
  }

  private Path bomb(String entry, int megabytes) throws IOException {
    Path jar = folder.resolve("bomb.jar");
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) ' ');
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
      for (int i = 0; i < megabytes; i++) {
        out.write(megabyte);
      }
    }
    return jar;
  }

  @Test
  void refusesWhatIsNoFile() {
    for (Path odd : new Path[] {folder, Path.of("/dev/zero")}) {
      assertThatThrownBy(() -> JarCheck.check(odd, odd)).hasMessageContaining("no regular file");
    }
  }

  @Test
  void namesOfHeadersMayBeWrittenInAnyCase() throws Exception {
    Path jar =
        TestJar.write(
            folder.resolve("a.jar"),
            Map.of("bundle-symbolicname", "a", "BUNDLE-MANIFESTVERSION", "2"));
    assertThat(JarCheck.check(jar, jar).symbolicName()).isEqualTo("a");
  }

  @Test
  void refusesASymbolicNameThatIsNoFileName() throws IOException {
    for (String name : new String[] {"..", ".a", "a/b", "a\\b", "../a", "a b", "a".repeat(201)}) {
      Path jar = TestJar.write(folder.resolve("name.jar"), name, "1");
      assertThatThrownBy(() -> JarCheck.check(jar, jar))
          .as(name)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("Bundle-SymbolicName should be");
    }
  }

  @Test
  void refusesAJarThatIsNoBundle() throws IOException {
    Path plain = TestJar.write(folder.resolve("plain.jar"), Map.of());
    assertThatThrownBy(() -> JarCheck.check(plain, plain))
        .hasMessageContaining("no Bundle-SymbolicName");

    Path old =
        TestJar.write(
            folder.resolve("old.jar"),
            Map.of("Bundle-SymbolicName", "a", "Bundle-ManifestVersion", "1"));
    assertThatThrownBy(() -> JarCheck.check(old, old))
        .hasMessageContaining("\"Bundle-ManifestVersion: 2\", found \"1\"");

    Path zip = folder.resolve("zip.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("x"));
    }
    assertThatThrownBy(() -> JarCheck.check(zip, zip)).hasMessageContaining("MANIFEST.MF");
  }

  @Test
  void refusesAWrongVersionAndAFragment() throws IOException {
    Path version = TestJar.write(folder.resolve("v.jar"), "a", "1.2-SNAPSHOT");
    assertThatThrownBy(() -> JarCheck.check(version, version))
        .hasMessageContaining("Bundle-Version")
        .hasMessageContaining("\"1.2-SNAPSHOT\"");

    Path fragment =
        TestJar.write(
            folder.resolve("f.jar"), "a", "1", Map.of("Fragment-Host", "italk.engine.impl"));
    assertThatThrownBy(() -> JarCheck.check(fragment, fragment))
        .hasMessageContaining("fragment of italk.engine.impl");
  }
}
