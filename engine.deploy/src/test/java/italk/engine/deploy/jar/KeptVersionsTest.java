package italk.engine.deploy.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.KeptVersion.State;
import italk.engine.deploy.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptVersionsTest {

  @TempDir Path home;

  private Path folder;
  private KeptVersions kept;
  private int limit = 5;

  @BeforeEach
  void open() throws IOException {
    folder = home.resolve("data/extensions");
    kept = new KeptVersions(folder, () -> limit);
  }

  @Test
  void theOneThatCameLastIsCurrent() throws Exception {
    add("1.0.0");
    add("2.0.0");
    add("1.5.0");
    assertThat(states()).containsExactly("1.5.0 CURRENT", "2.0.0 BEFORE", "1.0.0 BEFORE");
    assertThat(kept.current("a").orElseThrow().version()).isEqualTo("1.5.0");
    assertThat(kept.before("a").orElseThrow().version()).isEqualTo("2.0.0");
    assertThat(kept.find("a", "1.0.0")).isPresent();
    assertThat(kept.find("a", "9.0.0")).isEmpty();
    assertThat(kept.all("other")).isEmpty();
  }

  @Test
  void whatIsGoneBackFromIsUndoneAndNotGoneBackToByItself() throws Exception {
    add("1.0.0");
    add("2.0.0");
    add("3.0.0");
    kept.goBackTo("a", kept.before("a").orElseThrow());
    assertThat(states()).containsExactly("3.0.0 UNDONE", "2.0.0 CURRENT", "1.0.0 BEFORE");
    kept.goBackTo("a", kept.before("a").orElseThrow());
    assertThat(states()).containsExactly("3.0.0 UNDONE", "2.0.0 UNDONE", "1.0.0 CURRENT");
    assertThat(kept.before("a")).isEmpty();

    // Forward again: it is current, and what ran in between stays undone.
    add("3.0.0");
    assertThat(states()).containsExactly("3.0.0 CURRENT", "2.0.0 UNDONE", "1.0.0 BEFORE");
  }

  @Test
  void theSameBytesAreKeptOnceOtherBytesOfTheSameVersionTwice() throws Exception {
    add("1.0.0");
    add("2.0.0");
    add("1.0.0");
    assertThat(states()).containsExactly("1.0.0 CURRENT", "2.0.0 BEFORE");

    ExtensionJar other = jar("a", "1.0.0", Map.of("Bundle-Name", "other bytes"));
    kept.add(other, other.file());
    assertThat(states()).containsExactly("1.0.0 CURRENT", "1.0.0 BEFORE", "2.0.0 BEFORE");
    assertThat(kept.describe("a").get(0).digest()).isEqualTo(other.digest());
    assertThat(kept.find("a", "1.0.0")).isEqualTo(kept.current("a"));
  }

  @Test
  void keepsNoMoreThanTheLimitAndLetsUndoneOnesGoFirst() throws Exception {
    limit = 3;
    add("1.0.0");
    add("2.0.0");
    add("3.0.0");
    kept.goBackTo("a", kept.find("a", "2.0.0").orElseThrow());
    add("4.0.0");
    assertThat(states()).containsExactly("4.0.0 CURRENT", "2.0.0 BEFORE", "1.0.0 BEFORE");
    add("5.0.0");
    assertThat(states()).containsExactly("5.0.0 CURRENT", "4.0.0 BEFORE", "2.0.0 BEFORE");
  }

  @Test
  void aLimitOfOneKeepsTheCurrentOne() throws Exception {
    limit = 1;
    add("1.0.0");
    add("2.0.0");
    assertThat(states()).containsExactly("2.0.0 CURRENT");
    assertThat(kept.before("a")).isEmpty();
  }

  @Test
  void survivesWhatACrashOrAStrangerHasLeft() throws Exception {
    add("1.0.0");
    Path own = folder.resolve("a");
    Files.writeString(own.resolve(".new"), "half");
    Files.writeString(folder.resolve(".staged"), "half");
    for (String odd :
        List.of(
            "ran-1.jar",
            "ran--1-1.0.0.jar",
            "ran-9999999999999999999-1.0.0.jar",
            "ran-x-1.0.0.jar",
            "ran-2-.jar",
            "Ran-2-1.0.0.jar",
            "ran-2-1.0.0.jar.part")) {
      Files.writeString(own.resolve(odd), "odd");
    }
    open();
    assertThat(folder.resolve(".staged")).doesNotExist();
    assertThat(states()).containsExactly("1.0.0 CURRENT");
    add("2.0.0");
    assertThat(states()).containsExactly("2.0.0 CURRENT", "1.0.0 BEFORE");

    kept.forget("a");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void countsOnBeyondAnyNumberThatIsThere() throws Exception {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/ran-99999999999-1.0.0.jar"), "x");
    add("2.0.0");
    assertThat(kept.current("a").orElseThrow().number()).isEqualTo(100_000_000_000L);
    add("3.0.0");
    assertThat(kept.current("a").orElseThrow().version()).isEqualTo("3.0.0");
  }

  @Test
  void knowsWhichFileEachCameFrom() throws Exception {
    add("1.0.0");
    ExtensionJar b = jar("b", "1.0.0", Map.of());
    kept.add(b, b.file());
    assertThat(kept.namesFrom(b.file())).containsExactly("b");
    kept.originOf("b", home.resolve("renamed.jar"));
    assertThat(kept.namesFrom(b.file())).isEmpty();
    assertThat(kept.namesFrom(Path.of("renamed.jar"))).containsExactly("b");

    kept.forgetAllBut(Set.of("b"));
    assertThat(kept.all("a")).isEmpty();
    assertThat(kept.all("b")).hasSize(1);
  }

  @Test
  void aCopyIsPrivateAndOfFilesOnly() throws Exception {
    Path jar = jar("a", "1.0.0", Map.of()).file();
    Path copy = kept.stage(jar);
    assertThat(copy).hasSameBinaryContentAs(jar);
    Files.writeString(jar, "changed");
    assertThat(Files.size(copy)).isGreaterThan(100);
    kept.discard();
    assertThat(folder).isEmptyDirectory();

    assertThatThrownBy(() -> kept.stage(home)).hasMessageContaining("no regular file");
    assertThatThrownBy(() -> kept.stage(Path.of("/dev/zero")))
        .hasMessageContaining("no regular file");
    assertThat(folder).isEmptyDirectory();
  }

  private void add(String version) throws Exception {
    ExtensionJar jar = jar("a", version, Map.of());
    kept.add(jar, jar.file());
  }

  private ExtensionJar jar(String symbolicName, String version, Map<String, String> headers)
      throws Exception {
    Path file = home.resolve(symbolicName + "-" + version + headers.size() + ".jar");
    if (Files.notExists(file)) {
      TestJar.write(file, symbolicName, version, headers);
    }
    return JarCheck.check(file, file);
  }

  private List<String> states() throws IOException {
    List<KeptVersion> versions = kept.describe("a");
    assertThat(versions).filteredOn(it -> it.state() == State.CURRENT).hasSizeLessThan(2);
    return versions.stream().map(it -> it.version() + " " + it.state()).toList();
  }
}
