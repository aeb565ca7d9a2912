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
