package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Result;
import italk.itest.faulty.Fault;
import italk.itest.support.BadVersion;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.FaultyJars;
import italk.itest.support.HotFile;
import italk.itest.support.Knocking;
import italk.itest.support.Load;
import italk.itest.support.Moderated;
import italk.itest.support.Remains;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * Each kind of bad new version of a moderator, by the operation and by the hot folder, while
 * several people chat and somebody who is banned knocks: the version before runs on, with its
 * configuration and state; the answer names the cause; nothing is lost, and nobody notices but by
 * waiting.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadVersionIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String GOOD = " [1.0.0]";

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private Operations operations;
  @Inject private Leaks leaks;
  @Inject private BundleContext context;

  private Path jars;
  private HotFile hot;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/bad-version");
    Option distribution =
        DistributionOptions.with(
            home,
            "{\"extensions\": [\"moderator\"], \"moderator\": {\"word\": \"forbidden\"},"
                + " \"deploy\": {\"activation_timeout_ms\": 1000}}");
    FaultyJars jars = new FaultyJars("bad-version");
    jars.makeBadVersions();
    jars.version("3.0.0");
    Files.copy(jars.version("1.0.0"), home.resolve("extensions/moderator.jar"));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.jars").value(jars.folder().toString()));
  }

  @Before
  public void theGoodOneRuns() throws Exception {
    jars = Path.of(System.getProperty("itest.jars"));
    hot = new HotFile(Path.of(System.getProperty("itest.home")), "moderator.jar");
    eventually("the gate opens", SOON, () -> engine.status().open());
    hot.drop(jars.resolve("1.0.0.jar"));
    eventually("version 1.0.0 runs", SOON, () -> Moderated.mark(engine).equals(GOOD));
    eventually("nothing is wrong", SOON, () -> hot.errorText().isEmpty());
    say("remember the cat");
  }

  @Test
  public void eachIsUndoneWhereItIsAskedFor() throws Exception {
    underLoad(
        bad -> {
          check(bad, operations.update(jars.resolve(bad.file())));
          hot.assertHolds(jars.resolve("1.0.0.jar"));
        });
  }

  @Test
  public void eachIsUndoneWhereItIsDroppedIntoTheHotFolder() throws Exception {
    underLoad(
        bad -> {
          Outcome before = operations.recent().get(0);
          hot.drop(jars.resolve(bad.file()));
          eventually("there is an answer", SOON, () -> operations.recent().get(0) != before);
          check(bad, operations.recent().get(0));
          assertTrue(hot.errorText(), hot.errorText().contains(bad.cause()));
        });
  }

  /** What is done with each of them. */
  private interface Try {
    void of(BadVersion bad) throws Exception;
  }

  private void underLoad(Try one) throws Exception {
    List<String> wrong = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    Knocking knocking = new Knocking(engine, stop);
    Load load = new Load(engine);
    try (load) {
      knocking.start();
      for (BadVersion bad : BadVersion.values()) {
        long begin = System.nanoTime();
        try {
          one.of(bad);
          load.awaitMore();
        } catch (AssertionError | Exception unexpected) {
          wrong.add(bad + ": " + unexpected);
        } finally {
          release(bad);
        }
        System.out.printf("%s: %d ms%n", bad, (System.nanoTime() - begin) / 1_000_000);
      }
    } finally {
      stop.set(true);
    }
    assertEquals(String.join("\n", wrong), List.of(), wrong);
    load.checkModerated();
    knocking.check();
    theNextGoodOneComesIn();
  }

  private void check(BadVersion bad, Outcome outcome) throws Exception {
    assertTrue(outcome.toString(), outcome.cause().contains(bad.cause()));
    assertEquals(outcome.toString(), bad.result(), outcome.result());
    assertTrue("held: " + outcome.held(), outcome.held().toMillis() < 4_000);
    assertEquals("which version marks", GOOD, Moderated.mark(engine));
    assertEquals("its state", "the cat" + GOOD, say("recall"));
    assertEquals(State.ACTIVE, extensions.find("moderator").orElseThrow().state());
    if (!bad.hangs()) {
      assertNothingIsLeft();
    }
  }

  /** What hangs for ever ends, and then nothing is left of it, either. */
  private void release(BadVersion bad) {
    if (bad.hangs()) {
      System.setProperty(Fault.RELEASE, "true");
      assertNothingIsLeft();
      Remains.assertNone(leaks);
      System.clearProperty(Fault.RELEASE);
    }
  }

  private void assertNothingIsLeft() {
    eventually(
        "one bundle is left",
        SOON,
        () ->
            Stream.of(context.getBundles())
                .map(bundle -> String.valueOf(bundle.getSymbolicName()))
                .filter(name -> name.equals(FaultyJars.NAME) || name.equals("italk.itest.impostor"))
                .toList()
                .equals(List.of(FaultyJars.NAME)));
  }

  private void theNextGoodOneComesIn() throws Exception {
    Outcome good = operations.update(jars.resolve("3.0.0.jar"));
    assertEquals(good.toString(), Result.DONE, good.result());
    assertEquals(" [3.0.0]", Moderated.mark(engine));
    assertEquals("its state", "the cat [3.0.0]", say("recall"));
    hot.assertHolds(jars.resolve("3.0.0.jar"));
    assertEquals("", hot.errorText());
    Remains.assertNone(leaks);
  }

  private String say(String text) throws Exception {
    try (Session speaker = engine.connect("speaker", "Speaker", Map.of(), delivery -> {})) {
      return speaker
          .send(Conversation.direct("speaker", "speaker"), text)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS)
          .orThrow()
          .content();
    }
  }
}
