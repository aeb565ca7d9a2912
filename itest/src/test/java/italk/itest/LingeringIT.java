package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.itest.ill.Misdeed;
import italk.itest.ill.lingering.Lingering;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.PacedSender;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.osgi.framework.BundleException;

/**
 * An extension that does not come back from its activation, or from its deactivation, keeps neither
 * messages nor the other extensions' configurations waiting.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LingeringIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** What the engine waits for a deactivation, and after it Declarative Services for their lock. */
  private static final Duration SCR_LOCK = Duration.ofSeconds(15);

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/lingering");
    Option distribution = DistributionOptions.with(home, "{\"extensions\": []}");
    Path lingering =
        TestJar.bundle(
            "lingering.jar",
            "italk.itest.ill.lingering",
            "1.0.0",
            "italk.itest.ill, italk.itest.ill.lingering",
            Map.of());
    Files.copy(lingering, home.resolve("extensions/lingering.jar"));
    Path second =
        TestJar.bundle(
            "beside-lingering.jar",
            "italk.itest.hooks.second",
            "1.0.0",
            "italk.itest.hooks.second",
            Map.of());
    Files.copy(second, home.resolve("extensions/second.jar"));
    return options(distribution, systemProperty("itest.home").value(home.toString()));
  }

  @Before
  public void bothAreInstalled() throws Exception {
    getWell();
    enable();
    eventually(
        "both are installed",
        SOON,
        () -> state("lingering") == State.INSTALLED && state("second") == State.INSTALLED);
    eventually("messages pass", SOON, () -> engine.status().open());
  }

  @After
  public void getWell() {
    System.setProperty(Misdeed.WELL, "true");
  }

  private static void lingerIn(String where) {
    System.setProperty(Lingering.WHERE, where);
    System.setProperty(Misdeed.WELL, "false");
  }

  private State state(String extension) {
    return extensions.find(extension).orElseThrow().state();
  }

  private static void enable(String... names) throws IOException {
    String list = names.length == 0 ? "" : "\"" + String.join("\", \"", names) + "\"";
    Files.writeString(
        Path.of(System.getProperty("itest.home"), "config.json"),
        "{\"extensions\": ["
            + list
            + "], \"engine\": {\"gate_wait_ms\": 500},"
            + " \"lingering\": {\"failure_policy\": \"accept\"}}");
  }

  @Test
  public void whoHangsInItsActivationKeepsNoOtherFromBeingActivated() throws Exception {
    lingerIn("activate");
    enable("lingering", "second");
    eventually("the other one is active", SOON, () -> state("second") == State.ACTIVE);
    assertEquals(State.WAITING, state("lingering"));
    eventually("messages pass without it", SOON, () -> engine.status().open());

    enable("lingering");
    eventually("the other one is disabled", SOON, () -> state("second") == State.INSTALLED);
    getWell();
    eventually("it has come back", SOON, () -> state("lingering") == State.ACTIVE);
  }

  @Test
  public void whoHangsInItsActivationAndIsDisabledMeanwhileIsNeverCalled() throws Exception {
    lingerIn("activate");
    enable("lingering");
    eventually("it is waited for", SOON, () -> state("lingering") == State.WAITING);
    enable();
    eventually("it is disabled", SOON, () -> state("lingering") == State.INSTALLED);
    getWell();
    enable("second");
    eventually("the other one is active", SOON, () -> state("second") == State.ACTIVE);
    assertEquals(State.INSTALLED, state("lingering"));
    assertEquals(0, extensions.find("lingering").orElseThrow().calls());
  }

  @Test
  public void whoHangsInItsDeactivationKeepsNoMessageWaitingAndNoOtherExtension() throws Exception {
    enable("lingering", "second");
    eventually(
        "both are active",
        SOON,
        () -> state("lingering") == State.ACTIVE && state("second") == State.ACTIVE);
    AtomicBoolean stop = new AtomicBoolean();
    PacedSender other = new PacedSender(engine, 0, Duration.ofMillis(10), stop);
    other.start();
    lingerIn("deactivate");
    long begin = System.nanoTime();
    enable("second");
    eventually("it is disabled", SOON, () -> state("lingering") == State.INSTALLED);
    eventually(
        "messages flow on",
        SOON,
        () -> other.between(System.nanoTime() - 1_000_000_000, System.nanoTime()).count() > 50);
    assertTrue(
        "nobody is held for longer than an update may",
        other.between(begin, System.nanoTime()).max().orElseThrow()
            < Duration.ofMillis(500).toNanos());
    enable();
    eventually("the other one is disabled", SCR_LOCK, () -> state("second") == State.INSTALLED);
    enable("second");
    eventually("and enabled", SOON, () -> state("second") == State.ACTIVE);
    getWell();
    stop.set(true);
    other.join();
    assertEquals(null, other.refusal());
  }

  @Test
  public void whoIsStoppedByHandAndHangsKeepsOnlyWhoStopsItAndNotForEver() throws Exception {
    enable("lingering", "second");
    eventually(
        "both are active",
        SOON,
        () -> state("lingering") == State.ACTIVE && state("second") == State.ACTIVE);
    lingerIn("deactivate");
    Bundle lingering = bundle("italk.itest.ill.lingering");
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(
            () -> {
              try {
                lingering.stop();
              } catch (BundleException e) {
                throw new CompletionException(e);
              }
            });
    eventually("its hook is gone", SOON, () -> state("lingering") == State.WAITING);
    enable("lingering");
    eventually("others are disabled", SOON, () -> state("second") == State.INSTALLED);
    stopped.get(SCR_LOCK.toSeconds(), TimeUnit.SECONDS);
    getWell();
    lingering.start();
    eventually("it is there again", SOON, () -> state("lingering") == State.ACTIVE);
  }

  private Bundle bundle(String name) {
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError("no bundle " + name);
  }
}
