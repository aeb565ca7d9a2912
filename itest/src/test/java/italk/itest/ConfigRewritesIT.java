package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.itest.stamp.Stamp;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.NumberedSender;
import italk.itest.support.Stamped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/**
 * {@code config.json} is written again and again while people chat. Each file has one number in the
 * sections of two extensions and says their order, and both stamp every message: so each message
 * shows whether it saw a whole file, and which.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConfigRewritesIT {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int REWRITES = 1_000;
  private static final Duration BETWEEN = Duration.ofMillis(12);
  private static final int SENDERS = 2;
  private static final int MEASURED = 24;
  private static final Duration BOUND = Duration.ofSeconds(1);

  private static final List<String> FORWARDS = List.of(Stamped.MODIFIED, Stamped.RESTARTED);
  private static final List<String> BACKWARDS = List.of(Stamped.RESTARTED, Stamped.MODIFIED);

  @Inject private Engine engine;

  @Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/rewrites");
    Option distribution = DistributionOptions.with(home, config(FORWARDS, "0", "0"));
    Stamped.into(home);
    return options(distribution, systemProperty("itest.home").value(home.toString()));
  }

  @Before
  public void bothStamp() throws IOException {
    replace(config(FORWARDS, "0", "0"));
    eventually(
        "both stamp, in this order",
        SOON,
        () ->
            engine.status().open()
                && names(Stamped.probe(engine)).equals(FORWARDS)
                && Stamped.tokens(engine).equals(List.of("0", "0")));
  }

  @Test
  public void noMessageSeesHalfOfAnyOfAThousandFilesAndTheLastOneWins() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<NumberedSender> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender(engine, i, stop));
    }
    senders.forEach(Thread::start);
    try {
      for (int n = 1; n <= REWRITES; n++) {
        rewrite(n);
        // No condition is waited for: it is the pace of whoever writes.
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
      eventually(
          "the last one wins",
          SOON,
          () -> Stamped.tokens(engine).equals(List.of("" + REWRITES, "" + REWRITES)));
    } finally {
      stop.set(true);
    }
    Set<Integer> seen = new TreeSet<>();
    int messages = 0;
    for (NumberedSender sender : senders) {
      sender.join();
      List<Message> stored = sender.checkedHistory();
      messages += stored.size();
      int last = 0;
      for (Message message : stored) {
        int number = numberOf(message);
        assertTrue("after " + last + ": " + message, number >= last);
        last = number;
        seen.add(number);
      }
    }
    System.out.printf(
        "rewrites: %d files, %d of them seen by %d messages%n", REWRITES, seen.size(), messages);
    assertTrue("only good ones: " + seen, seen.stream().noneMatch(ConfigRewritesIT::isBroken));
    assertTrue("many of them: " + seen, seen.size() > REWRITES / 100);
  }

  /** Which file a message saw, after it was checked that it saw all of it. */
  private static int numberOf(Message message) {
    List<Stamp> stamps = Stamp.of(message.content());
    assertEquals("passed both: " + message, 2, stamps.size());
    assertEquals("of one file: " + message, stamps.get(0).token(), stamps.get(1).token());
    int number = Integer.parseInt(stamps.get(0).token());
    assertEquals("in its order: " + message, orderOf(number), names(stamps));
    return number;
  }

  private static List<String> orderOf(int number) {
    return number / 2 % 2 == 0 ? FORWARDS : BACKWARDS;
  }

  private static boolean isBroken(int number) {
    return number % 9 == 7;
  }

  /** Each in another way: in one step, by writing over it, and with a pause in the middle. */
  private static void rewrite(int n) throws IOException {
    String token = String.valueOf(n);
    String text = config(orderOf(n), token, token);
    if (isBroken(n)) {
      text = text.replace("\"limit\": 5}}", "\"limit\": \"five\"}}");
    }
    if (n % 3 == 0) {
      replace(text);
    } else if (n % 3 == 1) {
      Files.writeString(file(), text);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      try (OutputStream out = Files.newOutputStream(file())) {
        out.write(bytes, 0, bytes.length / 2);
        out.flush();
        LockSupport.parkNanos(BETWEEN.toNanos() / 2);
        out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
      }
    }
  }

  @Test
  public void aChangeReachesTheComponentWithinASecondOfTheWrite() throws Exception {
    long[] millis = new long[MEASURED];
    for (int i = 0; i < MEASURED; i++) {
      // At another moment between two looks at the file each time.
      LockSupport.parkNanos(Duration.ofMillis(i * 37 % 250).toNanos());
      String token = String.valueOf(i + 1);
      String modified = i % 3 == 1 ? Stamped.tokens(engine).get(0) : token;
      String restarted = i % 3 == 2 ? Stamped.tokens(engine).get(1) : token;
      long begin = System.nanoTime();
      replace(config(FORWARDS, modified, restarted));
      List<String> expected = List.of(modified, restarted);
      eventually("taken over", SOON, () -> Stamped.tokens(engine).equals(expected));
      millis[i] = (System.nanoTime() - begin) / 1_000_000;
    }
    Arrays.sort(millis);
    System.out.printf(
        "from the file's write to a message that the changed component has seen, ms: least %d,"
            + " median %d, 90 %% %d, most %d%n",
        millis[0], millis[MEASURED / 2], millis[MEASURED * 9 / 10], millis[MEASURED - 1]);
    assertTrue(Arrays.toString(millis), millis[MEASURED - 1] < BOUND.toMillis());
  }

  @Test
  public void onlyWhatChangedIsTouched() throws Exception {
    Stamp modified = Stamped.probe(engine).get(0);
    Stamp restarted = Stamped.probe(engine).get(1);

    replace(config(FORWARDS, "1", "0"));
    Stamp changed = new Stamp(Stamped.MODIFIED, "1", modified.instance(), modified.changes() + 1);
    awaitStamps("one is changed while it runs", changed, restarted);

    replace(config(FORWARDS, "1", "1"));
    Stamp anew = new Stamp(Stamped.RESTARTED, "1", restarted.instance() + 1, 0);
    awaitStamps("the other is made anew", changed, anew);

    // As few rankings as possible change, and one that changes reaches the instance that runs.
    replace(config(BACKWARDS, "1", "1"));
    Stamp moved = new Stamp(Stamped.MODIFIED, "1", changed.instance(), changed.changes() + 1);
    awaitStamps("another order restarts nothing", anew, moved);

    String sameInOtherWords = "\n" + config(BACKWARDS, "1", "1").replace(": 5", ":\n 5 ");
    replace(sameInOtherWords);
    eventually("it is read", SOON, () -> Files.readString(lastGood()).equals(sameInOtherWords));
    replace(config(BACKWARDS, "2", "1"));
    awaitStamps(
        "written in another way it is the same",
        anew,
        new Stamp(Stamped.MODIFIED, "2", moved.instance(), moved.changes() + 1));
  }

  @Test
  public void nothingChangesWhereTheFileDisappears() throws Exception {
    List<Stamp> before = Stamped.probe(engine);
    Files.delete(file());
    eventually(
        "it is missed",
        SOON,
        () -> Files.readString(log()).contains("config.json is missing. Nothing was changed;"));
    assertEquals(before, Stamped.probe(engine));

    replace(config(FORWARDS, "1", "0"));
    eventually("it is back", SOON, () -> Stamped.tokens(engine).equals(List.of("1", "0")));
  }

  private void awaitStamps(String what, Stamp first, Stamp second) {
    eventually(
        what + ": " + List.of(first, second),
        SOON,
        () -> Stamped.probe(engine).equals(List.of(first, second)));
  }

  private static List<String> names(List<Stamp> stamps) {
    return stamps.stream().map(Stamp::name).toList();
  }

  private static String config(List<String> order, String modified, String restarted) {
    return String.format(
        "{\"extensions\": [\"%s\", \"%s\"],%n"
            + " \"modified_stamp\": {\"token\": \"%s\", \"limit\": 5},%n"
            + " \"restarted_stamp\": {\"token\": \"%s\", \"limit\": 5}}%n",
        order.get(0), order.get(1), modified, restarted);
  }

  private static void replace(String text) throws IOException {
    Path part = file().resolveSibling("config.json.part");
    Files.writeString(part, text);
    Files.move(part, file(), ATOMIC_MOVE);
  }

  private static Path file() {
    return Path.of(System.getProperty("itest.home"), "config.json");
  }

  private static Path lastGood() {
    return Path.of(System.getProperty("itest.home"), "data/config.last-good.json");
  }

  private static Path log() {
    return Path.of(System.getProperty("itest.home"), "log/italk.log");
  }
}
