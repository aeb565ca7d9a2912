package italk.engine.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.operation.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the file: an answer in words, soon, and nothing that steers a terminal. */
class HostileManifestTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static TestFramework framework;
  private static Plans plans;

  @BeforeAll
  static void start() throws Exception {
    framework = new TestFramework(folder);
    plans =
        new Plans(
            framework.context(), jar -> {}, (name, jar) -> false, name -> true, Optional::empty);
  }

  @AfterAll
  static void stop() throws Exception {
    framework.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import-Package: ;;;,,,",
        "Import-Package: a,a",
        "Import-Package: a;version=\"[3\"",
        "Import-Package: a;version=\"",
        "Import-Package: .",
        "Export-Package: a;bundle-version=3",
        "Require-Capability: a;filter:=\"(((\"",
        "Require-Capability: a;filter:=\")\"",
        "Require-Capability: a;filter:=\"(&)\"",
        "Require-Capability: a;filter:=\"\"",
        "Require-Capability: a;size:Long=many",
        "Provide-Capability: a;size:Nonsense=1",
        "Provide-Capability: a;b:List<Long>=\"1,x\"",
        "Provide-Capability: italk.extension;italk.extension:Long=5;x",
        "Provide-Capability: italk.extension",
        "Provide-Capability: =",
        "Bundle-Version: 1.2-SNAPSHOT",
        "Bundle-ManifestVersion: 1",
        "Bundle-SymbolicName: a,b",
        "Bundle-SymbolicName: ;",
        "Bundle-SymbolicName: ../../etc/passwd",
        "Bundle-SymbolicName: ..",
        "Bundle-SymbolicName: a/b",
      })
  void nonsenseIsAnObstacleInWords(String header) throws Exception {
    Plan plan = plans.of(framework.jar("a", "1.0.0", header));
    assertThat(plan.obstacles()).isNotEmpty().allMatch(one -> !one.contains("see the log"));
  }

  static Stream<String> huge() {
    return Stream.of(
        "Import-Package: " + many(15_000, "p%d"),
        "Import-Package: a;" + many(15_000, "k%d=1").replace(',', ';'),
        "Import-Package: " + "x".repeat(1_000_000),
        "Require-Capability: a;filter:=\""
            + "(!".repeat(50_000)
            + "(a=b)"
            + ")".repeat(50_000)
            + "\"",
        "Require-Capability: a;filter:=\""
            + "(!".repeat(1_300)
            + "(a=b)"
            + ")".repeat(1_300)
            + "\"",
        "Require-Capability: a;filter:=\"(a=" + "*b".repeat(90_000) + ")\"",
        "Require-Bundle: " + many(4_900, "b%d"),
        "Provide-Capability: " + many(4_900, "italk.extension;italk.extension=e%d"),
        "Bundle-SymbolicName: " + "n".repeat(300));
  }

  @ParameterizedTest
  @MethodSource("huge")
  void theHugeIsAnObstacleInFewWordsAndSoon(String huge) throws Exception {
    Path jar = framework.jar("a", "1.0.0", huge);
    Plan plan = Assertions.assertTimeoutPreemptively(SOON, () -> plans.of(jar));
    assertThat(plan.obstacles()).isNotEmpty().hasSizeLessThanOrEqualTo(51);
    assertThat(plan.obstacles())
        .allMatch(one -> one.length() < 600 && !one.contains("see the log"));
  }

  @Test
  void aManifestThatUnpacksToFarMoreIsNotUnpacked() throws Exception {
    Path jar = folder.resolve("bomb.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 32; i++) {
        zip.write(block);
      }
    }
    assertThat(plans.of(jar).obstacles())
        .containsExactly("its manifest is larger than 8388608 bytes, which no bundle needs");
  }

  @Test
  void whatSteersATerminalIsNotPassedOn() throws Exception {
    Plan plan =
        plans.of(
            framework.jar(
                "a",
                "1.0.0",
                "Import-Package: x\u001b[2Jy",
                "Provide-Capability: italk.extension;italk.extension=\"a\u001b[31m\u202eb\""));
    assertThat(plan.obstacles())
        .hasSize(2)
        .contains("needs package x?[2Jy: nobody exports it")
        .allMatch(one -> one.chars().noneMatch(c -> c == 0x1b || c == 0x202e));
    assertThat(plan.extension()).contains("a?[31m?b");
  }

  @Test
  void whatIsNoJarIsAnObstacle() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    assertThat(plans.of(text).obstacles())
        .singleElement()
        .asString()
        .startsWith("it can't be read as a jar");
    assertThat(plans.of(folder.resolve("none.jar")).obstacles()).hasSize(1);
    assertThat(plans.of(folder).obstacles()).hasSize(1);
    Path empty = folder.resolve("empty.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("x"));
    }
    assertThat(plans.of(empty).obstacles())
        .containsExactly("it has no META-INF/MANIFEST.MF, so it is no bundle: build it with bnd");
  }

  @Test
  void anyTextInAnyHeaderHasAPlan() throws IOException {
    Random random = new Random(3);
    String alphabet = "ab.;:=,\"\\()&|!<>~*[]0123 version:=filter";
    String[] headers = {
      "Import-Package", "Export-Package", "Require-Capability", "Provide-Capability",
      "Require-Bundle", "Bundle-SymbolicName", "Fragment-Host",
          "Bundle-RequiredExecutionEnvironment"
    };
    for (int i = 0; i < 600; i++) {
      String text =
          random
              .ints(random.nextInt(40), 0, alphabet.length())
              .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
              .collect(Collectors.joining());
      String header = headers[random.nextInt(headers.length)] + ": " + text;
      Path jar = framework.jar("fuzz", "1.0.0", header);
      assertThat(plans.of(jar).obstacles())
          .as(header)
          .noneMatch(one -> one.contains("see the log"));
      Files.delete(jar);
    }
  }

  private static String many(int count, String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(format, i))
        .collect(Collectors.joining(","));
  }
}
