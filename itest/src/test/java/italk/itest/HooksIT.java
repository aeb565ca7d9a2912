package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

/**
 * Interceptors in the real framework: their order and who changes it, what happens to those that
 * misbehave or are missing.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // subscriptions are held open, not used
public class HooksIT {

  private static final Duration SOON = Duration.ofSeconds(5);

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/hooks");
    Option distribution =
        DistributionOptions.with(
            home, withoutQuarantine("{\"extensions\": [\"first\", \"second\"]}"));
    for (String name : List.of("first", "second")) {
      Path jar =
          TestJar.bundle(
              name + ".jar",
              "italk.itest.hooks." + name,
              "1.0.0",
              "italk.itest.hooks." + name,
              Map.of());
      Files.copy(jar, home.resolve("extensions").resolve(jar.getFileName()));
    }
    return options(distribution, systemProperty("itest.home").value(home.toString()));
  }

  @Before
  public void bothAreActive() throws Exception {
    for (Bundle bundle : context.getBundles()) {
      if ("italk.itest.hooks.second".equals(bundle.getSymbolicName())) {
        // A test that failed may have left it stopped. The hot folder may be resolving it at this
        // moment: of two threads that would lock each other out, Felix sends one away.
        eventually(
            "started",
            SOON,
            () -> {
              bundle.start();
              return true;
            });
      }
    }
    configure("{\"extensions\": [\"first\", \"second\"]}");
    eventually(
        "both are active, in this order",
        SOON,
        () ->
            // Another test's options would else be in force for a moment longer.
            engine.status().maxMessageLength() == 4000
                && engine.status().open()
                && extensions.list().stream()
                    .map(ExtensionStatus::name)
                    .toList()
                    .equals(List.of("first", "second"))
                && extensions.list().stream().allMatch(e -> e.state() == State.ACTIVE)
                && content(send("x")).equals("x12"));
  }

  @Test
  public void theOrderOfTheListIsTheOrderOfTheHooksAndRestartsNothing() throws Exception {
    String before = content(send("activation"));
    configure("{\"extensions\": [\"second\", \"first\"]}");
    eventually("reordered", SOON, () -> content(send("x")).equals("x21"));
    configure("{\"extensions\": [\"first\", \"second\"]}");
    eventually("and back", SOON, () -> content(send("x")).equals("x12"));
    assertEquals("the same instance", before, content(send("activation")));
  }

  @Test
  public void whoIsNotInTheListIsNotCalled() throws Exception {
    configure("{\"extensions\": [\"second\"]}");
    eventually("disabled", SOON, () -> content(send("x")).equals("x2"));
    assertEquals(State.INSTALLED, extensions.find("first").orElseThrow().state());
  }

  @Test
  public void aConnectIsRejectedWithTheReason() {
    EngineException rejected =
        assertThrows(
            EngineException.class, () -> engine.connect("m", "Mallory", Map.of(), delivery -> {}));
    assertEquals(Problem.Code.REJECTED, rejected.problem().code());
    assertEquals("You are banned.", rejected.problem().message());
    assertEquals("second", rejected.problem().extension().orElseThrow());
    assertEquals(Duration.ofHours(1), rejected.problem().retryAfter().orElseThrow());
    assertTrue("and was not registered", engine.users().find("m").isEmpty());
  }

  @Test
  public void whoMisbehavesHurtsOnlyItself() throws Exception {
    List<Failure> failures = new CopyOnWriteArrayList<>();
    EngineListener listener =
        new EngineListener() {
          @Override
          public void onError(Failure failure) {
            failures.add(failure);
          }
        };
    try (Engine.Subscription subscription = engine.listen("test", listener)) {
      for (String ill : List.of("throw", "overflow", "null")) {
        Problem problem = ((SendResult.Refused) send(ill)).problem();
        assertEquals(Problem.Code.UNAVAILABLE, problem.code());
        assertEquals("first", problem.extension().orElseThrow());
      }
      eventually("each is reported", SOON, () -> failures.size() == 3);
      assertEquals("first", failures.get(0).source());

      configure(
          "{\"extensions\": [\"first\", \"second\"],"
              + " \"first\": {\"failure_policy\": \"accept\", \"timeout_ms\": 200}}");
      eventually("fail open", SOON, () -> content(send("throw")).equals("throw2"));

      try (Session one = engine.connect("1", "One", Map.of(), delivery -> {});
          Session two = engine.connect("2", "Two", Map.of(), delivery -> {})) {
        CompletableFuture<SendResult> hanging =
            one.send(Conversation.direct("1", "1"), "hang").toCompletableFuture();
        CompletableFuture<SendResult> other =
            two.send(Conversation.direct("2", "2"), "fine").toCompletableFuture();
        assertEquals("fine12", content(other.get(2, TimeUnit.SECONDS)));
        assertEquals(
            "its own message goes on by the policy, long before the hook comes back",
            "hang2",
            content(hanging.get(2, TimeUnit.SECONDS)));
      }
    }
  }

  @Test
  public void whoFailsTooOftenIsInQuarantineUntilItProvesHealthy() throws Exception {
    configure(
        "{\"extensions\": [\"first\", \"second\"],"
            + " \"engine\": {\"quarantine_failures\": 3, \"quarantine_ms\": 500, \"max_message_length\": 3999}}");
    List<State> states = new CopyOnWriteArrayList<>();
    EngineListener listener =
        new EngineListener() {
          @Override
          public void onChange(Change change) {
            if (change instanceof Change.ExtensionChanged it
                && it.extension().name().equals("first")) {
              states.add(it.extension().state());
            }
          }
        };
    try (Engine.Subscription subscription = engine.listen("test", listener)) {
      eventually("configured", SOON, () -> engine.status().maxMessageLength() == 3999);
      eventually(
          "in quarantine",
          SOON,
          () -> {
            send("throw");
            return extensions.find("first").orElseThrow().state() == State.QUARANTINED;
          });
      Problem problem = ((SendResult.Refused) send("x")).problem();
      assertTrue(problem.message(), problem.message().contains("first is in quarantine"));
      assertTrue(extensions.find("first").orElseThrow().detail().contains("tried again in"));
      eventually(
          "the first call after the pause proves it healthy",
          SOON,
          () ->
              send("x") instanceof SendResult.Sent sent && sent.message().content().equals("x12"));
      eventually(
          "both were told", SOON, () -> states.equals(List.of(State.QUARANTINED, State.ACTIVE)));
    }
  }

  @Test
  public void messagesAndConnectsWaitForWhoIsStoppedByHandAndPassItThen() throws Exception {
    Bundle second = bundle("italk.itest.hooks.second");
    try (Session one = engine.connect("1", "One", Map.of(), delivery -> {})) {
      second.stop();
      eventually(
          "it is waited for, and nothing else is",
          SOON,
          () -> engine.status().waitingFor().equals(List.of("second")));
      assertEquals(State.WAITING, extensions.find("second").orElseThrow().state());
      assertTrue(extensions.find("second").orElseThrow().detail().contains("stopped"));
      CompletableFuture<SendResult> waiting =
          one.send(Conversation.everyone(), "w").toCompletableFuture();
      CompletableFuture<EngineException> mallory =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                      EngineException.class,
                      () -> engine.connect("m", "Mallory", Map.of(), delivery -> {})));
      eventually("it waits", SOON, () -> engine.status().waitingMessages() == 1);
      second.start();
      assertEquals("w12", content(waiting.get(5, TimeUnit.SECONDS)));
      assertEquals("You are banned.", mallory.get(5, TimeUnit.SECONDS).problem().message());
    }
  }

  @Test
  public void whoIsMissingForTooLongIsDecidedByItsPolicy() throws Exception {
    Bundle second = bundle("italk.itest.hooks.second");
    try (Session one = engine.connect("1", "One", Map.of(), delivery -> {})) {
      configure("{\"extensions\": [\"first\", \"second\"], \"engine\": {\"gate_wait_ms\": 300}}");
      second.stop();
      eventually(
          "refused, and told when to try again",
          SOON,
          () -> {
            SendResult result = one.send(Conversation.everyone(), "r").toCompletableFuture().get();
            return result instanceof SendResult.Refused refused
                && refused.problem().code() == Problem.Code.UNAVAILABLE
                && refused.problem().message().contains("waiting for second");
          });
      configure(
          "{\"extensions\": [\"first\", \"second\"], \"engine\": {\"gate_wait_ms\": 300},"
              + " \"second\": {\"failure_policy\": \"accept\"}}");
      eventually(
          "goes on without it",
          SOON,
          () ->
              one.send(Conversation.everyone(), "o").toCompletableFuture().get()
                      instanceof SendResult.Sent sent
                  && sent.message().content().equals("o1"));
      second.start();
      eventually("and with it again", SOON, () -> content(send("b")).equals("b12"));
    }
  }

  private SendResult send(String text) throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      return probe
          .send(Conversation.direct("probe", "probe"), text)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }
  }

  private static String content(SendResult result) {
    return result.orThrow().content();
  }

  private static void configure(String json) throws IOException {
    Files.writeString(
        Path.of(System.getProperty("itest.home"), "config.json"), withoutQuarantine(json));
  }

  // Most tests here fail on purpose, and more often than an operator would put up with.
  private static String withoutQuarantine(String json) {
    return json.contains("quarantine")
        ? json
        : json.contains("\"engine\": {")
            ? json.replace("\"engine\": {", "\"engine\": {\"quarantine_failures\": 0, ")
            : json.replaceFirst("\\{", "{\"engine\": {\"quarantine_failures\": 0}, ");
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
