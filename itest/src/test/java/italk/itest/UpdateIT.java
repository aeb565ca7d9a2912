package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.api.operation.Plan;
import italk.itest.faulty.Fault;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.FaultyJars;
import italk.itest.support.HotFile;
import italk.itest.support.Load;
import italk.itest.support.Moderated;
import italk.itest.support.Remains;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

/**
 * Good updates and ways back, under load: what runs, what is kept, and what lies in the hot folder
 * are the same thing after each of them.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpdateIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject private Engine engine;
  @Inject private Operations operations;
  @Inject private Leaks leaks;
  @Inject private BundleContext context;

  private Path jars;
  private HotFile hot;
  private Load load;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/update");
    Option distribution =
        DistributionOptions.with(
            home, "{\"extensions\": [\"moderator\"], \"moderator\": {\"word\": \"forbidden\"}}");
    FaultyJars jars = new FaultyJars("update");
    Path first = jars.version("1.0.0");
    jars.version("2.0.0");
    jars.version("3.0.0");
    jars.build("1.0.0", "rebuilt");
    jars.faulty("2.0.0", Fault.HANGS_IN_DEACTIVATE);
    jars.grown("4.0.0", true);
    jars.grown("4.0.0", false);
    Files.copy(first, home.resolve("extensions/moderator.jar"));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.jars").value(jars.folder().toString()),
        systemProperty("itest.plain").value(TestJar.plain("no-bundle.jar").toString()));
  }

  @Before
  public void theFirstRunsAndPeopleChat() throws Exception {
    jars = Path.of(System.getProperty("itest.jars"));
    hot = new HotFile(Path.of(System.getProperty("itest.home")), "moderator.jar");
    eventually("the gate opens", SOON, () -> engine.status().open());
    // With its versions of other tests: taken out, they are forgotten.
    if (operations.versions("moderator").size() > 1) {
      Files.delete(hot.path());
      eventually("taken out", SOON, () -> operations.versions("moderator").isEmpty());
    }
    hot.drop(jar("1.0.0"));
    eventually("version 1.0.0 runs", SOON, () -> Moderated.mark(engine).equals(" [1.0.0]"));
    eventually("nothing is wrong", SOON, () -> hot.errorText().isEmpty());
    load = new Load(engine);
  }

  @After
  public void nothingWasLostAndNothingIsLeft() throws Exception {
    load.close();
    load.checkModerated();
    eventually("one bundle is left", SOON, () -> bundles().size() == 1);
    Remains.assertNone(leaks);
  }

  @Test
  public void thereAndBackAgain() throws Exception {
    runs("2.0.0", " [2.0.0]", operations.update(jar("2.0.0")));
    runs("3.0.0", " [3.0.0]", operations.update(jar("3.0.0")));
    assertKept("3.0.0 CURRENT", "2.0.0 BEFORE", "1.0.0 BEFORE");
    runs("2.0.0", " [2.0.0]", operations.rollback("moderator"));
    assertKept("3.0.0 UNDONE", "2.0.0 CURRENT", "1.0.0 BEFORE");
    runs("1.0.0", " [1.0.0]", operations.rollback(FaultyJars.NAME));

    Outcome tooFar = operations.rollback("moderator");
    assertEquals(tooFar.toString(), Result.REFUSED, tooFar.result());
    assertTrue(tooFar.cause(), tooFar.cause().contains("no version before this one is kept"));
    Outcome unknown = operations.rollback("moderator", "9.9.9");
    assertEquals(unknown.toString(), Result.REFUSED, unknown.result());
    assertTrue(unknown.cause(), unknown.cause().contains("kept are: 3.0.0, 2.0.0, 1.0.0"));

    runs("3.0.0", " [3.0.0]", operations.rollback("moderator", "3.0.0"));
    assertKept("3.0.0 CURRENT", "2.0.0 UNDONE", "1.0.0 BEFORE");
    runs("1.0.0", " [1.0.0]", operations.rollback("moderator"));

    Bundle running = bundle();
    hot.awaitLookedAt(noBundle());
    assertEquals("it stays what it is", running.getBundleId(), bundle().getBundleId());
    Outcome again = operations.update(jar("1.0.0"));
    assertEquals(again.toString(), Result.UNCHANGED, again.result());
    assertEquals(running.getBundleId(), bundle().getBundleId());
  }

  @Test
  public void theSameJarWrittenTwiceChangesNothing() throws Exception {
    Bundle running = bundle();
    long modified = running.getLastModified();
    Outcome last = operations.recent().get(0);
    for (int i = 0; i < 2; i++) {
      hot.drop(jar("1.0.0"));
      hot.awaitLookedAt(noBundle());
    }
    assertEquals(running.getBundleId(), bundle().getBundleId());
    assertEquals("the same revision", modified, bundle().getLastModified());
    assertEquals(
        "nothing was done",
        last,
        operations.recent().stream()
            .filter(it -> it.subject().equals("moderator"))
            .findFirst()
            .orElseThrow());
  }

  @Test
  public void aHalfCopiedJarIsNotTouchedUntilItIsWhole() throws Exception {
    byte[] whole = Files.readAllBytes(jar("2.0.0"));
    int half = whole.length / 2;
    Bundle running = bundle();
    Files.write(hot.path(), Arrays.copyOf(whole, half));
    hot.awaitLookedAt(noBundle());
    assertEquals(Bundle.ACTIVE, running.getState());
    assertEquals(" [1.0.0]", Moderated.mark(engine));
    assertTrue(hot.errorText(), hot.errorText().contains("it is not a whole jar"));
    Files.write(
        hot.path(), Arrays.copyOfRange(whole, half, whole.length), StandardOpenOption.APPEND);
    eventually("the whole one runs", SOON, () -> Moderated.mark(engine).equals(" [2.0.0]"));
    eventually("no error any more", SOON, () -> hot.errorText().isEmpty());
  }

  @Test
  public void anOldVersionThatNeverEndsHoldsNobodyUp() throws Exception {
    Outcome hanging = operations.update(jar("HANGS_IN_DEACTIVATE"));
    assertEquals(hanging.toString(), Result.DONE, hanging.result());
    try {
      Outcome next = operations.update(jar("3.0.0"));
      runs("3.0.0", " [3.0.0]", next);
      assertTrue("held: " + next.held(), next.held().toMillis() < 4_000);
      assertTrue("took: " + next.took(), next.took().toSeconds() < 10);
      load.awaitMore();
    } finally {
      System.setProperty(Fault.RELEASE, "true");
    }
    eventually("it is gone when it returns", SOON, () -> bundles().size() == 1);
    Remains.assertNone(leaks);
    System.clearProperty(Fault.RELEASE);
    assertEquals(" [3.0.0]", Moderated.mark(engine));
  }

  @Test
  public void theSameVersionWithOtherBytesIsAnotherOne() throws Exception {
    runs("1.0.0-rebuilt", " [1.0.0 rebuilt]", operations.update(jar("1.0.0-rebuilt")));
    assertKept("1.0.0 CURRENT", "1.0.0 BEFORE");
    runs("1.0.0", " [1.0.0]", operations.rollback("moderator"));
  }

  @Test
  public void anotherClassAnotherPidAndAnOptionMore() throws Exception {
    Plan plan = operations.plan(jar("grown-true"));
    assertEquals(List.of(), plan.obstacles());
    assertTrue(
        plan.options().toString(),
        plan.options().stream()
            .anyMatch(it -> it.kind() == OptionChange.Kind.NEW && it.option().equals("ending")));
    runs("grown-true", " [grown]", operations.update(jar("grown-true")));
    runs("1.0.0", " [1.0.0]", operations.rollback("moderator"));
  }

  @Test
  public void anOptionThatTheSectionWouldHaveToHaveIsRefused() throws Exception {
    Outcome refused = operations.update(jar("grown-false"));
    assertEquals(refused.toString(), Result.REFUSED, refused.result());
    assertTrue(refused.cause(), refused.cause().contains("ending"));
    assertEquals("nobody waited", Duration.ZERO, refused.held());
    assertEquals(" [1.0.0]", Moderated.mark(engine));
    hot.assertHolds(jar("1.0.0"));
  }

  private void runs(String jar, String mark, Outcome outcome) throws Exception {
    assertEquals(outcome.toString(), Result.DONE, outcome.result());
    assertEquals("", outcome.cause());
    assertEquals(outcome, operations.recent().get(0));
    assertEquals("which version marks", mark, Moderated.mark(engine));
    hot.assertHolds(jar(jar));
  }

  private void assertKept(String... expected) {
    assertEquals(
        List.of(expected),
        operations.versions("moderator").stream().map(UpdateIT::inWords).toList());
  }

  private static String inWords(KeptVersion version) {
    return version.version() + " " + version.state();
  }

  private static Path noBundle() {
    return Path.of(System.getProperty("itest.plain"));
  }

  private Path jar(String name) {
    return jars.resolve(name + ".jar");
  }

  private List<Bundle> bundles() {
    return Stream.of(context.getBundles())
        .filter(bundle -> FaultyJars.NAME.equals(bundle.getSymbolicName()))
        .toList();
  }

  private Bundle bundle() {
    assertEquals(1, bundles().size());
    return bundles().get(0);
  }
}
