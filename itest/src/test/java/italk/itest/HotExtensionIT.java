package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
  private static final int ON_THEIR_WAY = 32;

  @Inject private Engine engine;
  @Inject private Extensions extensions;

  @Configuration
  public Option[] configuration() {
    Path home = Built.target().resolve("homes/hot-extension");
    Path one = moderator("moderator-1.jar", "1.0.0");
    Path two = moderator("moderator-2.jar", "2.0.0");
    return options(
        DistributionOptions.with(home, "{\"extensions\": [\"moderator\"]}"),
        systemProperty("itest.folder").value(home.resolve("extensions").toString()),
        systemProperty("itest.one").value(one.toString()),
        systemProperty("itest.two").value(two.toString()));
  }

  private static Path moderator(String file, String version) {
    return TestJar.bundle(
        file, "italk.itest.moderator", version, "italk.itest.moderator", Map.of());
  }

  @Test
  public void anExtensionComesChangesAndGoesWhileMessagesFlow() throws Exception {
    Path jar = Path.of(System.getProperty("itest.folder"), "moderator.jar");
    AtomicBoolean stop = new AtomicBoolean();
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new Sender(i, stop));
    }
    senders.forEach(Thread::start);
    try {
      eventually("messages flow", EFFECT, () -> senders.stream().allMatch(s -> s.sent.size() > 50));

      drop("itest.one", jar);
      eventually("version 1 marks the next message", EFFECT, () -> mark().equals(" [1.0.0]"));
      assertEquals(State.ACTIVE, extensions.find("moderator").orElseThrow().state());
      drop("itest.two", jar);
      eventually("version 2 marks the next message", EFFECT, () -> mark().equals(" [2.0.0]"));
      drop("itest.one", jar);
      eventually("and back again", EFFECT, () -> mark().equals(" [1.0.0]"));
      Files.delete(jar);
      eventually("nothing marks the next message", EFFECT, () -> mark().isEmpty());
      assertEquals(State.NOT_INSTALLED, extensions.find("moderator").orElseThrow().state());
    } finally {
      stop.set(true);
    }
    for (Sender sender : senders) {
      sender.join();
      sender.check(engine);
    }
  }

  // As an operator's tool does it: whole files only.
  private static void drop(String property, Path jar) throws Exception {
    Path part = jar.resolveSibling("moderator.jar.part");
    Files.copy(Path.of(System.getProperty(property)), part, REPLACE_EXISTING);
    Files.move(part, jar, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private String mark() throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      String content =
          probe
              .send(Conversation.direct("probe", "probe"), "probe")
              .toCompletableFuture()
              .get()
              .orThrow()
              .content();
      return content.substring("probe".length());
    }
  }

  /** Sends numbered messages to a conversation of its own, every tenth one forbidden. */
  private final class Sender extends Thread {
    private final Conversation conversation;
    private final Session session;
    private final AtomicBoolean stop;
    private final Semaphore window = new Semaphore(ON_THEIR_WAY);
    private final ConcurrentLinkedQueue<Message> sent = new ConcurrentLinkedQueue<>();
    private final AtomicReference<String> failure = new AtomicReference<>();

    Sender(int number, AtomicBoolean stop) {
      super("sender-" + number);
      this.stop = stop;
      String id = "sender" + number;
      session = engine.connect(id, id, Map.of(), delivery -> {});
      conversation = Conversation.direct(id, id);
    }

    @Override
    public void run() {
      for (int n = 0; !stop.get(); n++) {
        window.acquireUninterruptibly();
        String content = (n % 10 == 0 ? "forbidden " : "allowed ") + n;
        session.send(conversation, content).thenAccept(this::ended);
      }
      window.acquireUninterruptibly(ON_THEIR_WAY);
      session.close();
    }

    private void ended(SendResult result) {
      if (result instanceof SendResult.Sent ok) {
        sent.add(ok.message());
      } else if (!((SendResult.Refused) result).problem().message().contains("not allowed here")) {
        failure.compareAndSet(null, ((SendResult.Refused) result).problem().message());
      }
      window.release();
    }

    void check(Engine engine) {
      assertEquals("refused only by the moderator", null, failure.get());
      List<Message> stored = new ArrayList<>();
      List<Message> page = engine.history(conversation).latest(500);
      while (!page.isEmpty()) {
        stored.addAll(0, page);
        page = engine.history(conversation).before(page.get(0).id(), 500);
      }
      Set<String> acknowledged = new HashSet<>();
      sent.forEach(message -> acknowledged.add(message.id().toString()));
      Set<String> found = new HashSet<>();
      int last = -1;
      boolean marked = false;
      for (Message message : stored) {
        found.add(message.id().toString());
        int number = Integer.parseInt(message.content().split(" ")[1]);
        assertTrue("in the order in which they were sent: " + message, number > last);
        last = number;
        marked |= message.content().endsWith("]");
        assertTrue(
            "unmarked only before and after: " + message,
            !message.content().startsWith("forbidden") || !message.content().endsWith("]"));
      }
      assertTrue("the moderator was there", marked);
      assertEquals("stored exactly what was acknowledged", acknowledged, found);
      assertUnmarkedOnlyAtTheEnds(stored);
    }

    // While it is enabled and installed, everything passes it: what is not marked comes before or
    // after, never in between.
    private void assertUnmarkedOnlyAtTheEnds(List<Message> stored) {
      int phase = 0;
      for (Message message : stored) {
        boolean marked = message.content().endsWith("]");
        if (phase == 0 && marked) {
          phase = 1;
        } else if (phase == 1 && !marked) {
          phase = 2;
        }
        assertTrue("slipped past the moderator: " + message, phase != 2 || !marked);
      }
    }
  }
}
