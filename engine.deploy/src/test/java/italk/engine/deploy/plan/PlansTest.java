package italk.engine.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.OptionCheck;
import italk.engine.api.operation.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Plans in a real framework. */
class PlansTest {

  private static final String MODERATOR =
      "Provide-Capability: italk.extension;italk.extension=moderator";

  @TempDir Path folder;

  private final Set<String> enabled = new HashSet<>(Set.of("moderator"));
  private final Set<Path> running = new HashSet<>();
  private Optional<OptionCheck> optionCheck = Optional.of((extension, jar) -> List.of());
  private Optional<String> refusal = Optional.empty();
  private TestFramework framework;
  private Plans plans;

  @BeforeEach
  void start() throws Exception {
    framework = new TestFramework(folder);
    plans =
        new Plans(
            framework.context(),
            jar -> {
              if (refusal.isPresent()) {
                throw new IOException(refusal.get());
              }
            },
            (symbolicName, jar) -> running.contains(jar),
            enabled::contains,
            () -> optionCheck);
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
  }

  @Test
  void aNewExtensionIsInstalledAndStarted() throws Exception {
    Plan plan =
        plan(
            "m",
            "1.2.0",
            MODERATOR,
            "Import-Package: italk.engine.api.extension;version=\"[1.0,2)\","
                + "italk.engine.api;version=\"[1.0,2)\",java.util");
    assertThat(plan.symbolicName()).contains("m");
    assertThat(plan.extension()).contains("moderator");
    assertThat(plan.before()).isEmpty();
    assertThat(plan.version()).contains("1.2.0");
    assertThat(plan.builtFor())
        .containsExactly("italk.engine.api [1,2)", "italk.engine.api.extension [1,2)");
    assertThat(steps(plan)).containsExactly("INSTALL m 1.2.0", "START m 1.2.0");
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.remarks()).isEmpty();
    assertThat(plan.isFeasible()).isTrue();
  }

  @Test
  void stepsAreInTheirOrderAndDependentsOfDependentsAreAmongThem() throws Exception {
    framework.extension("lib", "1.0.0", "Export-Package: x.y;version=1.3");
    framework.extension(
        "user", "1.2.0", "Import-Package: x.y;version=\"[1,2)\"", "Export-Package: u");
    Bundle far = framework.extension("far", "3.0.0", "Import-Package: u");
    framework.extension("stranger", "1.0.0");
    far.stop();

    Plan plan = plan("lib", "1.1.0", "Export-Package: x.y;version=1.4");

    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.before()).contains("1.0.0");
    assertThat(steps(plan))
        .containsExactly(
            "INSTALL lib 1.1.0",
            "STOP user 1.2.0",
            "STOP lib 1.0.0",
            "START lib 1.1.0",
            "REFRESH user 1.2.0",
            "REFRESH far 3.0.0",
            "UNINSTALL lib 1.0.0");
    far.start();
    assertThat(steps(plan("lib", "1.1.0", "Export-Package: x.y;version=1.4")))
        .startsWith("INSTALL lib 1.1.0", "STOP far 3.0.0", "STOP user 1.2.0", "STOP lib 1.0.0");
  }

  @Test
  void changesNothing() throws Exception {
    framework.extension("lib", "1.0.0", "Export-Package: x.y;version=1.3", MODERATOR);
    framework.extension("user", "1.2.0", "Import-Package: x.y;version=\"[1,2)\"");
    framework.core("rest", "1.0.0").stop();
    List<String> before = framework.picture();
    assertThat(plan("lib", "1.1.0", "Export-Package: x.y;version=1.4", MODERATOR).isFeasible())
        .isTrue();
    assertThat(plan("lib", "2.0.0", "Import-Package: z").isFeasible()).isFalse();
    assertThat(plan("new", "2.0.0").isFeasible()).isTrue();
    assertThat(framework.picture()).isEqualTo(before);
  }

  @Test
  void refusesToRestartTheCoreEvenAcrossOtherExtensions() throws Exception {
    framework.extension("lib", "1.0.0", "Export-Package: x.y");
    framework.extension("user", "1.2.0", "Import-Package: x.y", "Export-Package: u");
    framework.core("the.engine", "0.1.0", "Import-Package: u;resolution:=optional");
    Plan plan = plan("lib", "1.1.0", "Export-Package: x.y");
    assertThat(plan.obstacles())
        .containsExactly(
            "would restart the.engine 0.1.0, which is part of the engine and uses lib 1.0.0: stop"
                + " the engine to update this one");
    assertThat(steps(plan)).noneMatch(step -> step.contains("the.engine"));
  }

  @Test
  void refusesWhatADependentWouldMiss() throws Exception {
    framework.extension(
        "lib",
        "1.0.0",
        "Export-Package: x.y;version=1.3,x.z;version=1.0,x.o",
        "Provide-Capability: a.b;a.b=c");
    framework.extension(
        "user",
        "1.2.0",
        "Import-Package: x.y;version=\"[1,2)\",x.z,x.o;resolution:=optional",
        "Require-Capability: a.b;filter:=\"(a.b=c)\"");
    Plan plan = plan("lib", "2.0.0", "Export-Package: x.y;version=2.0");
    assertThat(plan.obstacles())
        .containsExactlyInAnyOrder(
            "user 1.2.0 needs package x.y [1,2), which this version exports as 2.0.0",
            "user 1.2.0 needs package x.z, which this version does not export",
            "user 1.2.0 needs a.b (a.b=c), which this version does not provide");
    assertThat(plan.remarks())
        .contains("user 1.2.0 goes on without package x.o, which this version does not export");
  }

  @Test
  void aDependentMayGetItFromSomebodyElse() throws Exception {
    framework.extension("lib", "1.0.0", "Export-Package: x.y;version=1.3");
    framework.extension("user", "1.2.0", "Import-Package: x.y;version=\"[1,2)\"");
    framework.extension("other", "1.0.0", "Export-Package: x.y;version=1.2");
    assertThat(plan("lib", "2.0.0").obstacles()).isEmpty();
  }

  @Test
  void refusesTheNameOfABundleOfTheEngine() throws Exception {
    framework.core("the.engine", "0.1.0");
    assertThat(plan("the.engine", "9.0.0").obstacles())
        .containsExactly(
            "has the Bundle-SymbolicName of the.engine 0.1.0, which did not come as an extension:"
                + " what is part of the engine is not replaced while it runs");
    assertThat(plan("org.apache.felix.framework", "9.0.0").isFeasible()).isFalse();
  }

  @Test
  void refusesAFragment() throws Exception {
    assertThat(plan("f", "1.0.0", "Fragment-Host: the.engine").obstacles())
        .containsExactly(
            "is a fragment of the.engine, and attaching it would restart that bundle: make it a"
                + " bundle of its own");
  }

  @Test
  void refusesANewVersionWithAMistypedSymbolicName() throws Exception {
    framework.extension("com.example.moderator", "1.0.0", MODERATOR);
    assertThat(plan("com.example.moderatr", "2.0.0", MODERATOR).obstacles())
        .containsExactly(
            "says that it is the extension moderator, which com.example.moderator 1.0.0 is already:"
                + " its Bundle-SymbolicName is com.example.moderatr, and should be"
                + " com.example.moderator where it is meant as its new version");
  }

  @Test
  void refusesAnotherExtensionNameAsLongAsTheOldOneIsEnabled() throws Exception {
    framework.extension("m", "1.0.0", MODERATOR);
    String renamed = "Provide-Capability: italk.extension;italk.extension=moderation";
    assertThat(plan("m", "2.0.0", renamed).obstacles())
        .containsExactly(
            "says that it is the extension moderation, but m 1.0.0 is the extension moderator,"
                + " which is enabled and would be gone: take moderator out of \"extensions\" in"
                + " config.json first, if the name is meant to change");
    enabled.clear();
    Plan allowed = plan("m", "2.0.0", renamed);
    assertThat(allowed.obstacles()).isEmpty();
    assertThat(allowed.remarks())
        .containsExactly(
            "moderation is not enabled: its hooks are not called until \"extensions\" in"
                + " config.json has it",
            "says that it is the extension moderation, but m 1.0.0 is the extension moderator");
  }

  @Test
  void refusesWhatIsNoExtensionAnyMore() throws Exception {
    framework.extension("m", "1.0.0", MODERATOR);
    assertThat(plan("m", "2.0.0").obstacles())
        .containsExactly(
            "is no extension (its manifest has no capability italk.extension, which @Extension"
                + " makes), but m 1.0.0 is the extension moderator");
  }

  @Test
  void refusesNamesThatAreNone() throws Exception {
    assertThat(
            plan("a", "1", "Provide-Capability: italk.extension;italk.extension=\"Mod 1\"")
                .obstacles())
        .containsExactly(
            "the extension's name should be at most 64 lower-case letters, digits and _, found"
                + " \"Mod 1\"");
    assertThat(plan("a", "1", MODERATOR + ",italk.extension;italk.extension=b").obstacles())
        .containsExactly(
            "says that it is several extensions (moderator, b): put @Extension on one component");
  }

  @Test
  void remarksWhatIsUnusualAboutTheVersion() throws Exception {
    framework.extension("m", "2.0.0", MODERATOR);
    assertThat(plan("m", "1.0.0", MODERATOR).remarks())
        .containsExactly("goes back from 2.0.0 to 1.0.0");
    assertThat(plan("m", "2.0.0", MODERATOR).remarks())
        .containsExactly("has the version that is installed, 2.0.0, with another content");
    Path same = framework.jar("m", "2.0.0", MODERATOR);
    running.add(same);
    assertThat(plans.of(same).remarks())
        .containsExactly("is what runs already: nothing would happen");
    assertThat(plans.of(same).steps()).isEmpty();
    enabled.clear();
    assertThat(plan("m", "2.1.0", MODERATOR).remarks())
        .containsExactly(
            "moderator is not enabled: its hooks are not called until \"extensions\" in"
                + " config.json has it");
  }

  @Test
  void comparesOptions() throws Exception {
    OptionChange invalid =
        new OptionChange(OptionChange.Kind.INVALID, "words", "expected a list, found 7");
    OptionChange added = new OptionChange(OptionChange.Kind.NEW, "strict", "true or false");
    optionCheck =
        Optional.of(
            (extension, jar) -> extension.equals("moderator") ? List.of(invalid, added) : null);
    Plan plan = plan("m", "1.0.0", MODERATOR);
    assertThat(plan.options()).containsExactly(invalid, added);
    assertThat(plan.obstacles()).containsExactly("option words: expected a list, found 7");

    optionCheck = Optional.empty();
    Plan unchecked = plan("m", "1.0.0", MODERATOR);
    assertThat(unchecked.isFeasible()).isTrue();
    assertThat(unchecked.remarks())
        .containsExactly("its options could not be compared: nobody checks options now");
  }

  @Test
  void anOptionCheckThatFailsIsAnObstacleAndTheRestIsStillSaid() throws Exception {
    optionCheck = Optional.of((extension, jar) -> null);
    Plan plan = plan("m", "1.0.0", MODERATOR, "Import-Package: z");
    assertThat(plan.obstacles())
        .hasSize(2)
        .contains("needs package z: nobody exports it")
        .anyMatch(one -> one.startsWith("its options could not be compared, see the log"));
  }

  @Test
  void whatTheCheckRefusesIsNamedAndNotLookedAtFurther() throws Exception {
    framework.extension("m", "1.0.0", MODERATOR);
    refusal = Optional.of("it is not signed by a key of the trust store");
    Plan plan = plan("m", "2.0.0", "Import-Package: z");
    assertThat(plan.obstacles()).containsExactly("it is not signed by a key of the trust store");
    assertThat(plan.symbolicName()).contains("m");
    assertThat(plan.before()).contains("1.0.0");
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void ofTwoVersionsSideBySideTheOneThatRunsIsReplaced() throws Exception {
    framework.extension("m", "1.0.0", MODERATOR);
    framework.started("italk-extension:m:2", "m", "1.5.0", MODERATOR).stop();
    assertThat(plan("m", "2.0.0", MODERATOR).before()).contains("1.0.0");
  }

  private Plan plan(String symbolicName, String version, String... headers) throws IOException {
    return plans.of(framework.jar(symbolicName, version, headers));
  }

  private static List<String> steps(Plan plan) {
    return plan.steps().stream().map(step -> step.action() + " " + step.bundle()).toList();
  }
}
