package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Result;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.HotFile;
import italk.itest.support.Load;
import italk.itest.support.Moderated;
import italk.itest.support.Remains;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A library is updated while an extension uses it, under load: afterwards both run, wired to one
 * another, whichever version came of it. The library is a singleton, exports and imports its own
 * package.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DependentsIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LIBRARY = "italk.itest.library";

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private Operations operations;
  @Inject private Leaks leaks;
  @Inject private BundleContext context;

  private HotFile hot;
  private Load load;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/dependents");
    Option distribution = DistributionOptions.with(home, "{\"extensions\": [\"dependent\"]}");
    Path first = library("1.0.0", "1.0.0", Map.of());
    library("1.1.0", "1.1.0", Map.of());
    library("1.2.0", "1.2.0", Map.of("Itest-Fault", "does not open"));
    library("2.0.0", "2.0.0", Map.of());
    Files.copy(first, home.resolve("extensions/library.jar"));
    Path dependent =
        TestJar.bundle(
            "dependent.jar",
            "italk.itest.dependent",
            "1.0.0",
            "italk.itest.dependent",
            Map.of("Import-Package", "italk.itest.library;version=\"[1,2)\",*"));
    Files.copy(dependent, home.resolve("extensions/dependent.jar"));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.jars").value(first.getParent().toString()));
  }

  private static Path library(String version, String exported, Map<String, String> more) {
    Map<String, String> instructions = new LinkedHashMap<>(more);
    instructions.put("Export-Package", LIBRARY + ";version=" + exported);
    instructions.put("Import-Package", LIBRARY + ";version=\"[1,3)\",*");
    return TestJar.bundle(
        "dependents/library-" + version + ".jar",
        LIBRARY + ";singleton:=true",
        version,
        "",
        instructions);
  }

  @Before
  public void theFirstRunsAndPeopleChat() {
    hot = new HotFile(Path.of(System.getProperty("itest.home")), "library.jar");
    eventually("the gate opens", SOON, () -> engine.status().open());
    Outcome first = operations.update(jar("1.0.0"));
    assertTrue(first.toString(), first.isGood());
    load = new Load(engine);
  }

  @After
  public void nothingWasLostAndNothingIsLeft() throws Exception {
    load.close();
    load.check("}");
    Remains.assertNone(leaks);
  }

  @Test
  public void whoUsesItUsesTheNewOne() throws Exception {
    Outcome updated = operations.update(jar("1.1.0"));
    assertEquals(updated.toString(), Result.DONE, updated.result());
    assertWired("1.1.0");
    Outcome back = operations.rollback(LIBRARY);
    assertEquals(back.toString(), Result.DONE, back.result());
    assertWired("1.0.0");
  }

  @Test
  public void aNewOneDroppedIntoTheFolderIsUsedToo() throws Exception {
    hot.drop(jar("1.1.0"));
    eventually("it is used", SOON, () -> Moderated.mark(engine).equals(" {1.1.0}"));
    assertWired("1.1.0");
  }

  @Test
  public void oneThatWhoUsesItCanNotUseIsRefused() throws Exception {
    Outcome refused = operations.update(jar("2.0.0"));
    assertEquals(refused.toString(), Result.REFUSED, refused.result());
    assertTrue(
        refused.cause(),
        refused
            .cause()
            .contains(
                "italk.itest.dependent 1.0.0 needs package italk.itest.library [1,2), which this"
                    + " version exports as 2.0.0"));
    assertEquals("nobody waited", Duration.ZERO, refused.held());
    assertWired("1.0.0");
  }

  @Test
  public void oneWithWhichItsUserDoesNotActivateIsUndone() throws Exception {
    Outcome undone = operations.update(jar("1.2.0"));
    assertEquals(undone.toString(), Result.ROLLED_BACK, undone.result());
    assertTrue(
        undone.cause(),
        undone.cause().contains("italk.itest.dependent 1.0.0, which uses it, does not run with it")
            && undone.cause().contains("this library does not open, on purpose"));
    assertWired("1.0.0");
  }

  private void assertWired(String version) throws Exception {
    assertEquals("what marks", " {" + version + "}", Moderated.mark(engine));
    assertEquals(State.ACTIVE, extensions.find("dependent").orElseThrow().state());
    hot.assertHolds(jar(version));
    eventually("one library is left", SOON, () -> bundles(LIBRARY).size() == 1);
    Bundle library = bundles(LIBRARY).get(0);
    assertEquals(version, library.getVersion().toString());
    assertEquals(Bundle.ACTIVE, library.getState());
    List<Bundle> providers =
        bundles("italk.itest.dependent")
            .get(0)
            .adapt(BundleWiring.class)
            .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
            .stream()
            .filter(wire -> wire.getCapability().getAttributes().containsValue(LIBRARY))
            .map(wire -> wire.getProvider().getBundle())
            .toList();
    assertEquals("wired to the one that runs", List.of(library), providers);
    load.awaitMore();
  }

  private static Path jar(String version) {
    return Path.of(System.getProperty("itest.jars"), "library-" + version + ".jar");
  }

  private List<Bundle> bundles(String symbolicName) {
    return Stream.of(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .toList();
  }
}
