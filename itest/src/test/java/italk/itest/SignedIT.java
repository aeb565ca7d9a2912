package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Result;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.FaultyJars;
import italk.itest.support.HotFile;
import italk.itest.support.Load;
import italk.itest.support.Moderated;
import italk.itest.support.Signing;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Where only signed extensions run: what is not signed by somebody trusted does not come in by any
 * door, and past the doors it does not start; messages wait then, and pass nothing unseen.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SignedIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject private Engine engine;
  @Inject private Operations operations;
  @Inject private BundleContext context;

  private HotFile hot;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/signed");
    Option distribution =
        DistributionOptions.with(
            home,
            "{\"extensions\": [\"moderator\"], \"moderator\": {\"word\": \"forbidden\"},"
                + " \"deploy\": {\"signed_only\": true}}");
    FaultyJars jars = new FaultyJars("signed");
    Signing signing = new Signing(Built.target().resolve("keys"));
    signing.key("release");
    signing.key("stranger");
    signing.trust("release", home);
    Path first = signing.signed(jars.version("1.0.0"), "release");
    signing.signed(jars.version("2.0.0"), "release");
    signing.signed(jars.version("2.0.0"), "stranger");
    Files.copy(first, home.resolve("extensions/moderator.jar"));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.jars").value(jars.folder().toString()));
  }

  @Before
  public void theSignedOneRuns() throws Exception {
    hot = new HotFile(Path.of(System.getProperty("itest.home")), "moderator.jar");
    hot.drop(jar("release-1.0.0"));
    eventually("version 1.0.0 runs", SOON, () -> Moderated.mark(engine).equals(" [1.0.0]"));
    eventually("nothing is wrong", SOON, () -> hot.errorText().isEmpty());
  }

  @Test
  public void onlyWhatSomebodyTrustedHasSignedComesIn() throws Exception {
    Load load = new Load(engine);
    try (load) {
      refused("it is not signed", operations.update(jar("2.0.0")));
      refused("CN=stranger", operations.update(jar("stranger-2.0.0")));
      Outcome signed = operations.update(jar("release-2.0.0"));
      assertEquals(signed.toString(), Result.DONE, signed.result());
      assertEquals(" [2.0.0]", Moderated.mark(engine));
      hot.assertHolds(jar("release-2.0.0"));
      load.awaitMore();
    }
    load.checkModerated();
  }

  private void refused(String why, Outcome outcome) throws Exception {
    assertEquals(outcome.toString(), Result.REFUSED, outcome.result());
    assertTrue(outcome.cause(), outcome.cause().contains(why));
    assertEquals(" [1.0.0]", Moderated.mark(engine));
    hot.assertHolds(jar("release-1.0.0"));
  }

  @Test
  public void theHotFolderTakesNoOther() throws Exception {
    hot.drop(jar("2.0.0"));
    eventually("it is said", SOON, () -> hot.errorText().contains("it is not signed"));
    assertEquals(" [1.0.0]", Moderated.mark(engine));
  }

  @Test
  public void whatIsPutInPastTheDoorsDoesNotStartAndMessagesWait() throws Exception {
    try (Session session = engine.connect("u", "U", Map.of(), delivery -> {});
        InputStream unsigned = Files.newInputStream(jar("2.0.0"))) {
      assertThrows(BundleException.class, () -> updateAndStart(unsigned));
      assertNotEquals(Bundle.ACTIVE, moderator().getState());
      assertEquals(List.of("moderator"), engine.status().waitingFor());
      CompletableFuture<SendResult> waiting =
          session.send(Conversation.direct("u", "u"), "patience").toCompletableFuture();
      eventually("it waits", SOON, () -> engine.status().waitingMessages() == 1);
      assertFalse(waiting.isDone());

      Outcome repaired = operations.update(jar("release-2.0.0"));
      assertEquals(repaired.toString(), Result.DONE, repaired.result());
      assertEquals("patience [2.0.0]", waiting.get(5, TimeUnit.SECONDS).orThrow().content());
    }
  }

  private void updateAndStart(InputStream jar) throws BundleException {
    moderator().update(jar);
    moderator().start();
  }

  @Test
  public void anotherUnsignedBundleThatSaysItIsAnExtensionDoesNotStart() throws Exception {
    Bundle stray = context.installBundle(jar("2.0.0").toUri().toString());
    try {
      BundleException refused = assertThrows(BundleException.class, stray::start);
      assertEquals(BundleException.RESOLVE_ERROR, refused.getType());
      assertEquals(" [1.0.0]", Moderated.mark(engine));
    } finally {
      stray.uninstall();
    }
  }

  private static Path jar(String name) {
    return Path.of(System.getProperty("itest.jars"), name + ".jar");
  }

  private Bundle moderator() {
    return Stream.of(context.getBundles())
        .filter(bundle -> FaultyJars.NAME.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }
}
