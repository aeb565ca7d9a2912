package italk.engine.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** What is said of each thing that a bundle may require. */
class MissingWordsTest {

  @TempDir static Path folder;

  private static TestFramework framework;
  private static Plans plans;

  @BeforeAll
  static void start() throws Exception {
    framework = new TestFramework(folder);
    framework.core(
        "com.example.lib",
        "1.4.1",
        "Export-Package: org.example.x;version=1.4,org.example.v;vendor=acme;version=1.0",
        "Provide-Capability: osgi.extender;osgi.extender=osgi.component;version:Version=1.5");
    framework.extension("replaced", "1.0.0", "Export-Package: org.example.old;version=1.0");
    plans =
        new Plans(
            framework.context(), jar -> {}, (name, jar) -> false, name -> true, Optional::empty);
  }

  @AfterAll
  static void stop() throws Exception {
    framework.stop();
  }

  static Stream<Arguments> requirements() {
    return Stream.of(
        arguments(
            "Import-Package: org.example.n;version=\"[2,3)\"",
            "needs package org.example.n [2,3): nobody exports it"),
        arguments(
            "Import-Package: org.example.n;version=1.2.3",
            "needs package org.example.n 1.2.3 or newer: nobody exports it"),
        arguments(
            "Import-Package: org.example.x;version=\"[2,3)\"",
            "needs package org.example.x [2,3): it is exported in version 1.4.0 by"
                + " com.example.lib 1.4.1"),
        arguments(
            "Import-Package: org.example.x;version=\"(1.4,1.9.1]\"",
            "needs package org.example.x (1.4,1.9.1]: it is exported in version 1.4.0 by"
                + " com.example.lib 1.4.1"),
        arguments(
            "Import-Package: org.example.v;vendor=other",
            "needs package org.example.v with (vendor=other): it is exported in version 1.0.0 by"
                + " com.example.lib 1.4.1"),
        arguments(
            "Import-Package: org.example.old",
            "needs package org.example.old: only the version that would be replaced has it"),
        arguments(
            "Import-Package: italk.engine.api;version=\"[2.0,3)\"",
            "was built for version 2 of the engine's API (italk.engine.api [2,3)); this engine has"
                + " 1.0.0"),
        arguments(
            "Import-Package: italk.engine.api.calls;version=\"[1.0,2)\"",
            "was built for version 1 of the engine's API (italk.engine.api.calls [1,2)); this"
                + " engine has no such package"),
        arguments(
            "Require-Bundle: com.example.lib;bundle-version=2",
            "needs bundle com.example.lib 2 or newer: it is installed in version 1.4.1 by"
                + " com.example.lib 1.4.1"),
        arguments(
            "Require-Bundle: com.example.no", "needs bundle com.example.no: it is not installed"),
        arguments(
            "Require-Capability: osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"",
            "needs Java 99, this is Java " + Runtime.version().feature()),
        arguments(
            "Require-Capability: osgi.extender;filter:=\"(&(osgi.extender=osgi.component)"
                + "(version>=1.6)(!(version>=2.0)))\"",
            "needs the extender osgi.component [1.6,2): it is provided in version 1.5.0 by"
                + " com.example.lib 1.4.1"),
        arguments(
            "Require-Capability: osgi.extender;filter:=\"(osgi.extender=osgi.cdi)\"",
            "needs the extender osgi.cdi: no bundle is one"),
        arguments(
            "Require-Capability: osgi.service;filter:=\"(objectClass=com.example.Cache)\"",
            "needs the service com.example.Cache: no bundle declares it"),
        arguments(
            "Require-Capability: osgi.implementation;filter:=\"(&(osgi.implementation=osgi.http)"
                + "(version>=1.1)(!(version>=2)))\"",
            "needs an implementation of osgi.http [1.1,2): no bundle is one"),
        arguments(
            "Require-Capability: com.example.colour;filter:=\"(|(name=red)(name=blue))\"",
            "needs com.example.colour (|(name=red)(name=blue)): nobody provides it"),
        arguments(
            "Require-Capability: com.example.any",
            "needs com.example.any of any kind: nobody provides it"));
  }

  @ParameterizedTest
  @MethodSource("requirements")
  void saysWhatIsMissing(String header, String words) throws Exception {
    assertThat(plans.of(framework.jar("replaced", "2.0.0", header)).obstacles())
        .containsExactly(words);
  }

  @Test
  void nothingIsMissingThatIsThereOrOptionalOrInTheJarItself() throws Exception {
    Path jar =
        framework.jar(
            "replaced",
            "2.0.0",
            "Import-Package: java.util,org.example.x;version=\"[1.4,2)\","
                + "no.such;resolution:=optional,own.one;version=\"[1,2)\"",
            "DynamicImport-Package: no.other",
            "Export-Package: own.one;version=1.1",
            "Provide-Capability: own.thing;size:Long=4",
            "Require-Capability: own.thing;filter:=\"(size>=3)\","
                + "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\","
                + "osgi.service;effective:=active;filter:=\"(objectClass=com.example.Later)\"");
    assertThat(plans.of(jar).obstacles()).isEmpty();
  }

  @Test
  void saysOfAnInstalledBundleWhatItMissesAndLaterThatItIsThere() throws Exception {
    Providers providers = new Providers(framework.context());
    Path jar = framework.jar("needy", "1.0.0", "Import-Package: late;version=\"[1,2)\"");
    List<MissingRequirement> missing;
    try (InputStream in = Files.newInputStream(jar)) {
      Bundle needy = framework.context().installBundle("italk-extension:needy:1", in);
      missing = providers.missing(needy, bundle -> false);
      needy.uninstall();
    }
    assertThat(missing)
        .extracting(MissingRequirement::inWords)
        .containsExactly("needs package late [1,2): nobody exports it");
    assertThat(providers.areProvided(missing)).isFalse();

    Bundle late = framework.extension("late", "1.0.0", "Export-Package: late;version=2.0");
    assertThat(providers.areProvided(missing)).isFalse();
    late.uninstall();
    late = framework.extension("late", "1.1.0", "Export-Package: late;version=1.1");
    assertThat(providers.areProvided(missing)).isTrue();
    late.uninstall();
    assertThat(providers.areProvided(missing)).isFalse();
  }
}
