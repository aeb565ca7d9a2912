package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.NumberedSender;
import italk.itest.support.TestJar;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A moderator is updated by each door in turn, stopped and started, and reconfigured, 200 times in
 * all, under full load. From its first message to its last, nothing passes it unseen, nothing
 * acknowledged is lost, doubled or out of order, and nobody is refused because of the operation.
 * The system property {@code itest.rounds} makes it longer: five operations a round. On a machine
 * with nothing else to do, {@code itest.noise=1} makes the bounds of what is held those of the
 * plan.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class GaplessIT {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int SENDERS = 4;
  private static final long MEDIAN_MILLIS = 50;
  private static final long MOST_MILLIS = 250;

  private static final int UPDATES = 200;

  // What the JDK and the framework still load and never need again.
  private static final int CLASSES_NOISE = 30;

  // Fragments: with 1,000 updates it comes to rest at 2.4 MB more than after 50.
  private static final long METASPACE_NOISE = 2_000_000;

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private Operations operations;
  @Inject private Leaks leaks;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/gapless");
    Option distribution = DistributionOptions.with(home, config("forbidden"));
    Path one = Moderated.bundle("gapless-1.jar", "1.0.0");
    Path two = Moderated.bundle("gapless-2.jar", "2.0.0");
    Files.copy(one, home.resolve("extensions/moderator.jar"));
    Path witness =
        TestJar.bundle(
            "witness.jar", "italk.itest.witness", "1.0.0", "italk.itest.witness", Map.of());
    Files.copy(witness, home.resolve("extensions/witness.jar"));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.one").value(one.toString()),
        systemProperty("itest.two").value(two.toString()),
        systemProperty("itest.witness").value(witness.toString()),
        systemProperty("itest.witness.other")
            .value(TestJar.withVersion(witness, "1.1.0").toString()),
        systemProperty("itest.rounds").value(System.getProperty("itest.rounds", "40")),
        systemProperty("itest.noise").value(System.getProperty("itest.noise", "4")));
  }

  private static String config(String word) {
    return "{\"extensions\": [\"moderator\", \"witness\"], \"moderator\": {\"word\": \""
        + word
        + "\"}}";
  }

  @Test
  public void nothingPassesUnseenByWhicheverDoor() throws Exception {
    Queue<Long> told = new ConcurrentLinkedQueue<>();
    context.registerService(
        LongConsumer.class, told::add, new Hashtable<>(Map.of("itest", "told")));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    eventually("the gate opens", SOON, () -> engine.status().open());
    AtomicBoolean stop = new AtomicBoolean();
    List<NumberedSender> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender(engine, i, stop));
    }
    senders.forEach(Thread::start);
    List<Long> held = new ArrayList<>();
    long begin = System.nanoTime();
    try {
      eventually(
          "messages flow", SOON, () -> senders.stream().allMatch(s -> s.acknowledged() > 50));
      int rounds = Integer.getInteger("itest.rounds");
      for (int round = 0; round < rounds; round++) {
        String version = round % 2 == 0 ? "two" : "one";
        loaders.add(loader());
        update(version);
        held.add(longest(senders));
        stopAndStart();
        held.add(longest(senders));
        loaders.add(loader());
        replaceInFolder(version.equals("two") ? "one" : "two");
        held.add(longest(senders));
        reconfigure(round % 2 == 0 ? "forbid" : "forbidden");
        held.add(longest(senders));
        loaders.add(loader());
        operate(version);
        held.add(longest(senders));
        updateWitness(round % 2 == 0);
      }
    } finally {
      stop.set(true);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    int messages = 0;
    for (NumberedSender sender : senders) {
      sender.join();
      List<Message> stored = sender.checkedHistory();
      messages += stored.size();
      assertToldOnceAndInOrder(told, stored);
      for (Message message : stored) {
        assertTrue("slipped past the moderator: " + message, message.content().endsWith("]"));
        assertTrue(
            "passed, though forbidden: " + message, !message.content().startsWith("forbidden"));
      }
    }
    assertCollectable(loaders);
    held.sort(null);
    System.out.printf(
        "gapless: %d messages, %.0f/s, %d operations; slowest answer around each, ms: median %d,"
            + " 90 %% %d, most %d%n",
        messages,
        messages / seconds,
        held.size(),
        held.get(held.size() / 2),
        held.get(held.size() * 9 / 10),
        held.get(held.size() - 1));
    int noise = Integer.getInteger("itest.noise");
    assertTrue(
        "half of them are held for a moment: " + held,
        held.get(held.size() / 2) < noise * MEDIAN_MILLIS);
    assertTrue("all of them: " + held, held.get(held.size() - 1) < noise * MOST_MILLIS);
  }

  @Test
  public void twoHundredUpdatesLeaveOneClassLoaderAndNoMetaspace() throws Exception {
    eventually("the gate opens", SOON, () -> engine.status().open());
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    long afterWarming = 0;
    int classes = 0;
    for (int i = 0; i < UPDATES; i++) {
      loaders.add(loader());
      operate(i % 2 == 0 ? "two" : "one");
      if (i == UPDATES / 4) {
        afterWarming = metaspaceWithout(loaders);
        classes = loadedClasses();
      }
    }
    long atTheEnd = metaspaceWithout(loaders);
    int more = loadedClasses() - classes;
    assertTrue("the one that runs has one", loader().get() != null);
    assertEquals("what is left behind", List.of(), leaks.find());
    System.out.printf(
        "updates: metaspace after %d: %d KB, after %d: %d KB, and %d classes more%n",
        UPDATES / 4, afterWarming / 1024, UPDATES, atTheEnd / 1024, more);
    assertTrue("classes: " + more + " more than " + classes, more < CLASSES_NOISE);
    assertTrue(
        "metaspace: from " + afterWarming + " to " + atTheEnd + " bytes",
        atTheEnd - afterWarming < METASPACE_NOISE);
  }

  private static int loadedClasses() {
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  /** The bytes in use once the class loaders are gone. */
  private static long metaspaceWithout(List<WeakReference<ClassLoader>> loaders) {
    assertCollectable(loaders);
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  // The order is that of each conversation: between two conversations there is none to keep.
  private static void assertToldOnceAndInOrder(Queue<Long> told, List<Message> stored) {
    List<Long> expected = stored.stream().map(message -> message.id().value()).toList();
    Set<Long> own = new HashSet<>(expected);
    eventually("the witness has caught up", SOON, () -> told.containsAll(lastOf(expected)));
    List<Long> toldOwn = told.stream().filter(own::contains).toList();
    for (int i = 0; i < Math.min(toldOwn.size(), expected.size()); i++) {
      assertEquals("the witness is told of message " + i, expected.get(i), toldOwn.get(i));
    }
    assertEquals("the witness is told of every message, once", expected.size(), toldOwn.size());
  }

  private static List<Long> lastOf(List<Long> ids) {
    return ids.subList(ids.size() - 1, ids.size());
  }

  private static void assertCollectable(List<WeakReference<ClassLoader>> loaders) {
    eventually(
        "the class loaders of all versions before are collectable",
        SOON,
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.refersTo(null));
        });
  }

  private WeakReference<ClassLoader> loader() {
    return new WeakReference<>(moderator().adapt(BundleWiring.class).getClassLoader());
  }

  /** By the operation, or past everything of ours. */
  private void updateWitness(boolean byOperation) throws Exception {
    if (byOperation) {
      boolean other = bundle("italk.itest.witness").getVersion().getMinor() == 0;
      String jar = System.getProperty("itest.witness" + (other ? ".other" : ""));
      Outcome outcome = operations.update(Path.of(jar));
      assertEquals(outcome.toString(), Outcome.Result.DONE, outcome.result());
    } else {
      try (InputStream jar = Files.newInputStream(Path.of(System.getProperty("itest.witness")))) {
        bundle("italk.itest.witness").update(jar);
      }
    }
    eventually(
        "the witness is active",
        SOON,
        () -> extensions.find("witness").orElseThrow().state() == State.ACTIVE);
  }

  private static long longest(List<NumberedSender> senders) {
    return senders.stream().mapToLong(NumberedSender::takeLongestMillis).max().orElse(0);
  }

  /** Felix's own update, past everything of ours. */
  private void update(String version) throws Exception {
    try (InputStream jar = Files.newInputStream(Path.of(System.getProperty("itest." + version)))) {
      moderator().update(jar);
    }
    eventually("updated", SOON, () -> Moderated.mark(engine).equals(expected(version)));
  }

  /** The operation with a plan, a try and a way back. */
  private void operate(String version) {
    Outcome outcome = operations.update(Path.of(System.getProperty("itest." + version)));
    assertEquals(outcome.toString(), Outcome.Result.DONE, outcome.result());
  }

  private void stopAndStart() throws Exception {
    moderator().stop();
    moderator().start();
    eventually("started", SOON, () -> engine.status().open());
  }

  private void replaceInFolder(String version) throws Exception {
    Path jar = Path.of(System.getProperty("itest.home"), "extensions", "moderator.jar");
    Moderated.drop(Path.of(System.getProperty("itest." + version)), jar);
    eventually("replaced", SOON, () -> Moderated.mark(engine).equals(expected(version)));
  }

  /** The moderator has no modified method: its component is restarted for it. */
  private void reconfigure(String word) throws Exception {
    Files.writeString(Path.of(System.getProperty("itest.home"), "config.json"), config(word));
    eventually("reconfigured", SOON, () -> word.equals(moderatorsWord()));
  }

  private String moderatorsWord() throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      // Its reason names the word.
      var result =
          probe
              .send(Conversation.direct("probe", "probe"), "forbidden")
              .toCompletableFuture()
              .get();
      String text = result.toString();
      return text.contains("\"forbidden\"")
          ? "forbidden"
          : text.contains("\"forbid\"") ? "forbid" : text;
    }
  }

  private static String expected(String version) {
    return version.equals("one") ? " [1.0.0]" : " [2.0.0]";
  }

  private Bundle moderator() {
    return bundle("italk.itest.moderator");
  }

  private Bundle bundle(String name) {
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError(name + " is not installed");
  }
}
