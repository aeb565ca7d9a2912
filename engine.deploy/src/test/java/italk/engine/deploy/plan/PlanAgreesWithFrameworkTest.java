package italk.engine.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** What a plan says of requirements is what the framework then does. */
class PlanAgreesWithFrameworkTest {

  private static final List<String> RANGES =
      List.of("", ";version=1.4", ";version=\"[1.4,2)\"", ";version=\"(1.4,2)\"", ";version=2");
  private static final List<String> FILTERS =
      List.of(
          "",
          ";filter:=\"(a=1)\"",
          ";filter:=\"(&(a=1)(!(size>=5)))\"",
          ";filter:=\"(|(a=2)(size<=4))\"",
          ";filter:=\"(names=two)\"",
          ";filter:=\"(a=3)\";resolution:=optional",
          ";filter:=\"(a=3)\";effective:=active",
          ";filter:=\"(&(a=1)(size>=5))\"");

  @TempDir Path folder;

  private TestFramework framework;
  private Plans plans;

  @BeforeEach
  void start() throws Exception {
    framework = new TestFramework(folder);
    framework.core(
        "com.example.lib",
        "1.4.1",
        "Export-Package: x;version=1.4,y;version=1.4.1;vendor=acme;mandatory:=vendor",
        "Provide-Capability: thing;a=1;size:Long=4;names:List<String>=\"one,two\"");
    plans =
        new Plans(
            framework.context(), jar -> {}, (name, jar) -> false, name -> true, Optional::empty);
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
  }

  @Test
  void onManyManifests() throws Exception {
    Random random = new Random(1);
    int feasible = 0;
    int tries = 300;
    for (int i = 0; i < tries; i++) {
      List<String> headers = new ArrayList<>();
      headers.add(
          "Import-Package: " + one(random, "x", "y", "y;vendor=acme", "own") + range(random));
      headers.add("Export-Package: own;version=" + one(random, "1.4", "1.5", "2.0"));
      if (random.nextBoolean()) {
        headers.add("Require-Capability: thing" + FILTERS.get(random.nextInt(FILTERS.size())));
      }
      if (random.nextInt(4) == 0) {
        headers.add(
            "Require-Bundle: com.example.lib;bundle-version="
                + one(random, "1", "1.4.2", "\"[1,2)\""));
      }
      Path jar = framework.jar("tried", "1.0.0", headers.toArray(String[]::new));
      boolean expected = plans.of(jar).isFeasible();
      assertThat(resolves(jar)).as(headers.toString()).isEqualTo(expected);
      feasible += expected ? 1 : 0;
    }
    assertThat(feasible).as("both answers were given").isBetween(tries / 5, tries * 4 / 5);
  }

  @Test
  void onAJarWithAManifestOfItsOwnForThisJava() throws Exception {
    Path jar = framework.jar("many", "1.0.0", "Multi-Release: true", "Import-Package: no.such");
    assertThat(plans.of(jar).isFeasible()).isFalse();
    supplement(jar, 99, "no.other");
    assertThat(plans.of(jar).obstacles())
        .containsExactly("needs package no.such: nobody exports it");
    supplement(jar, 11, "x");
    assertThat(plans.of(jar).obstacles()).isEmpty();
    assertThat(resolves(jar)).isTrue();
  }

  private boolean resolves(Path jar) throws Exception {
    try (InputStream in = Files.newInputStream(jar)) {
      Bundle bundle = framework.context().installBundle("italk-extension:tried:1", in);
      FrameworkWiring wiring =
          framework
              .context()
              .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
              .adapt(FrameworkWiring.class);
      boolean resolved = wiring.resolveBundles(Set.of(bundle));
      bundle.uninstall();
      return resolved;
    }
  }

  private static void supplement(Path jar, int java, String imported) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Import-Package", imported);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    URI uri = URI.create("jar:" + jar.toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of())) {
      Path file = zip.getPath("META-INF/versions/" + java + "/OSGI-INF/MANIFEST.MF");
      Files.createDirectories(file.getParent());
      Files.write(file, bytes.toByteArray());
    }
  }

  private static String range(Random random) {
    return RANGES.get(random.nextInt(RANGES.size()));
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
