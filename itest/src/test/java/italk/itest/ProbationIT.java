package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.KeptVersion.State;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** A new version that is good in its trial and bad with real messages takes itself back. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ProbationIT {

  private static final Duration SOON = Duration.ofSeconds(5);

  @Inject private Engine engine;
  @Inject private Operations operations;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/probation");
    Option distribution = DistributionOptions.with(home, "{\"extensions\": [\"moderator\"]}");
    Path good = Moderated.bundle("probation-1.jar", "1.0.0");
    Files.copy(good, home.resolve("extensions/moderator.jar"));
    Path turning =
        TestJar.bundle(
            "probation-2.jar", "italk.itest.moderator", "2.0.0", "italk.itest.turning", Map.of());
    return options(
        distribution,
        systemProperty("itest.good").value(good.toString()),
        systemProperty("itest.turning").value(turning.toString()),
        systemProperty("itest.jar").value(home.resolve("extensions/moderator.jar").toString()));
  }

  @Test
  public void whatFallsIntoQuarantineSoonAfterItsUpdateIsTakenBack() throws Exception {
    eventually("the first one runs", SOON, () -> Moderated.mark(engine).equals(" [1.0.0]"));
    Path jar = Path.of(System.getProperty("itest.jar"));

    Outcome outcome = operations.update(Path.of(System.getProperty("itest.turning")));
    assertEquals("its trial was good: " + outcome, Result.DONE, outcome.result());

    try (Session alice = engine.connect("alice", "Alice", Map.of(), delivery -> {})) {
      eventually(
          "a message passes the version before again",
          SOON,
          () ->
              alice
                          .send(Conversation.direct("alice", "alice"), "hello")
                          .toCompletableFuture()
                          .get(5, TimeUnit.SECONDS)
                      instanceof SendResult.Sent sent
                  && sent.message().content().equals("hello [1.0.0]"));
    }

    eventually(
        "said to who asks",
        SOON,
        () -> {
          Outcome last = operations.recent().get(0);
          return last.kind() == Kind.ROLLBACK
              && last.result() == Result.DONE
              && last.cause().contains("2.0.0 failed so often that it fell into quarantine");
        });
    assertEquals(
        "a restart finds the good one",
        -1,
        Files.mismatch(Path.of(System.getProperty("itest.good")), jar));
    Path error = jar.resolveSibling("moderator.jar.error");
    eventually(
        "said beside the file",
        SOON,
        () -> Files.exists(error) && Files.readString(error).contains("holds 1.0.0 again"));
    KeptVersion bad = operations.versions("moderator").get(0);
    assertEquals("2.0.0 UNDONE", bad.version() + " " + bad.state());
    assertEquals(State.CURRENT, operations.versions("moderator").get(1).state());
  }
}
