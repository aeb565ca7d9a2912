package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.NumberedSender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/**
 * Through the hot folder, while messages flow: an extension is dropped in, replaced, and deleted.
 * Each takes effect within two seconds; nothing acknowledged is lost, doubled or out of order;
 * nothing passes the enabled extension unseen.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotExtensionIT {

  private static final Duration EFFECT = Duration.ofSeconds(2);
  private static final int SENDERS = 4;

  @Inject private Engine engine;
  @Inject private Extensions extensions;

  @Configuration
  public Option[] configuration() {
    Path home = Built.target().resolve("homes/hot-extension");
    Path one = Moderated.bundle("moderator-1.jar", "1.0.0");
    Path two = Moderated.bundle("moderator-2.jar", "2.0.0");
    return options(
        DistributionOptions.with(home, "{\"extensions\": [\"moderator\"]}"),
        systemProperty("itest.folder").value(home.resolve("extensions").toString()),
        systemProperty("itest.one").value(one.toString()),
        systemProperty("itest.two").value(two.toString()));
  }

  @Test
  public void anExtensionComesChangesAndGoesWhileMessagesFlow() throws Exception {
    Path jar = Path.of(System.getProperty("itest.folder"), "moderator.jar");
    AtomicBoolean stop = new AtomicBoolean();
    List<NumberedSender> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender(engine, i, stop));
    }
    senders.forEach(Thread::start);
    try {
      eventually(
          "messages flow", EFFECT, () -> senders.stream().allMatch(s -> s.acknowledged() > 50));

      Moderated.drop(Path.of(System.getProperty("itest.one")), jar);
      eventually(
          "version 1 marks the next message",
          EFFECT,
          () -> Moderated.mark(engine).equals(" [1.0.0]"));
      assertEquals(State.ACTIVE, extensions.find("moderator").orElseThrow().state());
      Moderated.drop(Path.of(System.getProperty("itest.two")), jar);
      eventually(
          "version 2 marks the next message",
          EFFECT,
          () -> Moderated.mark(engine).equals(" [2.0.0]"));
      Moderated.drop(Path.of(System.getProperty("itest.one")), jar);
      eventually("and back again", EFFECT, () -> Moderated.mark(engine).equals(" [1.0.0]"));
      Files.delete(jar);
      eventually("nothing marks the next message", EFFECT, () -> Moderated.mark(engine).isEmpty());
      assertEquals(State.NOT_INSTALLED, extensions.find("moderator").orElseThrow().state());
    } finally {
      stop.set(true);
    }
    for (NumberedSender sender : senders) {
      sender.join();
      assertMarkedInOnePiece(sender.checkedHistory());
    }
  }

  // While it is enabled and installed, everything passes it: what is not marked comes before or
  // after, never in between.
  private static void assertMarkedInOnePiece(List<Message> stored) {
    int changes = 0;
    boolean before = false;
    for (Message message : stored) {
      boolean marked = message.content().endsWith("]");
      changes += marked == before ? 0 : 1;
      before = marked;
      assertTrue("slipped past the moderator: " + message, changes <= 2);
      assertFalse(
          "passed, though forbidden: " + message,
          marked && message.content().startsWith("forbidden"));
    }
    assertEquals("the moderator came and went", 2, changes);
  }
}
