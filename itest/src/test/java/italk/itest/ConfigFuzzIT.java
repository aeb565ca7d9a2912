package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.itest.support.Built;
import italk.itest.support.ConfigMutations;
import italk.itest.support.ConfigMutations.Mutant;
import italk.itest.support.ConfigReads;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Stamped;
import italk.itest.support.StampedTraffic;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Bad and strange files under a running engine. Each file that they are made of has one number in
 * all its sections; so once it was read, either all of these say something new, or none does. The
 * system property {@code itest.fuzz.seconds} makes it longer, {@code itest.fuzz.seed} makes it
 * another one.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConfigFuzzIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final int BATCH = 50;

  // So many are written before each that is waited for.
  private static final int HASTY = 4;

  private static final String PLAIN_PID = "italk.itest.hooks.first.First";
  private static final Map<String, String> NUMBERED =
      Map.of(
          "italk.extension." + Stamped.MODIFIED,
          "token",
          "italk.extension." + Stamped.RESTARTED,
          "token",
          PLAIN_PID,
          "token",
          "italk.engine",
          "max_message_length");

  @Inject private ConfigurationAdmin admin;
  @Inject private BundleContext context;

  private ConfigReads reads;
  private int number;

  @org.ops4j.pax.exam.Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/fuzz");
    Option distribution = DistributionOptions.with(home, good(0));
    Stamped.into(home);
    // One whose options nothing describes.
    Path plain =
        TestJar.bundle(
            "plain.jar", "italk.itest.plain", "1.0.0", "italk.itest.hooks.first", Map.of());
    Files.copy(plain, home.resolve("extensions").resolve(plain.getFileName()));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.fuzz.seconds").value(System.getProperty("itest.fuzz.seconds", "10")),
        systemProperty("itest.fuzz.seed").value(System.getProperty("itest.fuzz.seed", "4")));
  }

  @Before
  public void goodOneIsInForce() throws Exception {
    reads = new ConfigReads(context);
    assertGoodOneIsTakenOver(SOON);
  }

  @After
  public void readsNoMore() throws Exception {
    reads.close();
  }

  @Test
  public void thousandsOfMutantsNeverLeaveHalfOfOne() throws Exception {
    long seed = Long.getLong("itest.fuzz.seed");
    long end = System.nanoTime() + Duration.ofSeconds(Long.getLong("itest.fuzz.seconds")).toNanos();
    ConfigMutations mutations = new ConfigMutations(seed);
    int count = 0;
    int taken = 0;
    long slowest = 0;
    try (StampedTraffic traffic = new StampedTraffic(this::engine)) {
      traffic.start();
      while (System.nanoTime() - end < 0) {
        List<byte[]> hasty = new ArrayList<>();
        for (int i = 0; i < HASTY; i++) {
          hasty.add(mutations.mutate(good(++number)).bytes());
        }
        Mutant mutant = mutations.mutate(good(++number));
        String what = "seed " + seed + ", file " + count + " (" + mutant.kind() + ")";
        hasty.add(mutant.bytes());
        boolean isTaken = isTakenAsAWhole(what, hasty);
        taken += isTaken ? 1 : 0;
        if (++count % BATCH == 0) {
          slowest = Math.max(slowest, assertGoodOneIsTakenOver(AT_ONCE));
          traffic.assertGood();
        }
      }
      traffic.end();
      System.out.printf(
          "fuzz: seed %d, %d files, %d read twice, then one in force %d times, %d messages; slowest"
              + " good one after bad ones %d ms%n",
          seed, (HASTY + 1) * count, count, taken, traffic.messages(), slowest);
    }
    assertTrue("both sorts: " + taken + " of " + count, taken > count / 50 && taken < count);
    assertGoodOneIsTakenOver(AT_ONCE);
  }

  @Test
  public void whatConfigAdminCannotHoldIsRefusedAndNothingIsLeftOut() throws Exception {
    for (String key :
        List.of(
            "",
            ".",
            "TOKEN",
            "tOken",
            "service.pid",
            "SERVICE.PID",
            "Service.Ranking",
            "service.factoryPid",
            "service.bundleLocation",
            "Italk.Extension",
            ".italk.source",
            ".ITALK.SOURCE",
            "component.name",
            "felix.fileinstall.filename",
            "a b",
            "é",
            "\\u0000")) {
      String text = good(++number).replace("\"anything\"", "\"" + key + "\": 17, \"anything\"");
      if (isTakenAsAWhole("the key \"" + key + "\"", List.of(text.getBytes(UTF_8)))) {
        Dictionary<String, Object> properties =
            admin.getConfiguration(PLAIN_PID, "?").getProperties();
        // A full stop is another way to write an underscore; one at the beginning is not part of
        // it.
        String there = key.replace("\\u0000", "\0").replaceFirst("^[.]", "").replace('.', '_');
        assertEquals("accepted, so it has to be there: " + key, 17L, properties.get(there));
      }
    }
  }

  @Test
  public void afterARestartWithABrokenFileTheLastGoodOneIsUsed() throws Exception {
    ConfigMutations mutations = new ConfigMutations(Long.getLong("itest.fuzz.seed"));
    for (int round = 0; round < 3; round++) {
      assertGoodOneIsTakenOver(SOON);
      String good = good(number);
      Bundle config = bundle("italk.engine.config");
      config.stop();
      Files.write(file(), mutations.broken(good));
      // What a start finds: the framework's own cache is wiped.
      for (Configuration written : admin.listConfigurations("(.italk.source=config.json)")) {
        written.delete();
      }
      config.start();
      eventually("the last good one is in force", SOON, () -> state().equals(stateOf(number)));
      eventually("and messages see it", SOON, () -> seesGoodOne(number));
      assertEquals(good, Files.readString(lastGood()));
    }
  }

  /**
   * Writes files in haste, waits until the last one was read twice, and checks what came of it:
   * true where one of them is in force.
   */
  private boolean isTakenAsAWhole(String what, List<byte[]> files) throws Exception {
    Map<String, Object> before = state();
    byte[] lastGoodBefore = Files.readAllBytes(lastGood());
    for (byte[] bytes : files) {
      Files.write(file(), bytes);
    }
    reads.awaitTwo(what);
    Map<String, Object> after = state();
    boolean changed = !after.equals(before);
    List<String> stayed =
        before.keySet().stream().filter(pid -> before.get(pid).equals(after.get(pid))).toList();
    if (changed && !stayed.isEmpty()) {
      Path kept = file().resolveSibling("half.json");
      Files.write(kept, files.get(files.size() - 1));
      throw new AssertionError(
          what + ": half of it is in force: " + before + " became " + after + "; see " + kept);
    }
    byte[] lastGoodAfter = Files.readAllBytes(lastGood());
    boolean replaced = !Arrays.equals(lastGoodBefore, lastGoodAfter);
    if (replaced) {
      assertTrue(
          what + ": the last good one is one of these",
          files.stream().anyMatch(bytes -> Arrays.equals(bytes, lastGoodAfter)));
    }
    if (!before.isEmpty() || !after.isEmpty()) {
      assertEquals(what + ": the last good one is what is in force", changed, replaced);
    }
    return replaced;
  }

  private long assertGoodOneIsTakenOver(Duration limit) throws IOException {
    String text = good(++number);
    long begin = System.nanoTime();
    Files.writeString(file(), text);
    eventually("a good one is taken over", limit, () -> seesGoodOne(number));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    assertEquals(stateOf(number), state());
    eventually("and kept", limit, () -> Files.readString(lastGood()).equals(text));
    return millis;
  }

  private boolean seesGoodOne(int which) throws Exception {
    String token = StampedTraffic.token(which);
    return Stamped.tokens(engine()).equals(List.of(token, token));
  }

  /** What Config Admin holds of the numbered options. */
  private Map<String, Object> state() {
    Map<String, Object> state = new HashMap<>();
    NUMBERED.forEach(
        (pid, option) -> {
          try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            Object value = found == null ? null : found[0].getProperties().get(option);
            if (value != null) {
              state.put(pid, value);
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    return state;
  }

  private static Map<String, Object> stateOf(int which) {
    Map<String, Object> state = new HashMap<>();
    NUMBERED.keySet().forEach(pid -> state.put(pid, StampedTraffic.token(which)));
    state.put("italk.engine", length(which));
    return state;
  }

  // What is between two of them is no digit's change.
  private static int length(int which) {
    return 1_000 + 11 * which % 60_000;
  }

  private static String good(int which) {
    String token = StampedTraffic.token(which);
    String section = "{\"token\": \"" + token + "\", \"limit\": 5, \"words\": [\"é\", \"b\"]}";
    return String.join(
        "\n",
        "{",
        "\"extensions\": [\"modified_stamp\", \"restarted_stamp\", \"first\"],",
        "\"engine\": {\"max_message_length\": " + length(which) + ", \"quarantine_failures\": 0},",
        "\"modified_stamp\": " + section + ",",
        "\"restarted_stamp\": " + section + ",",
        "\"first\": {\"token\": \"" + token + "\", \"anything\": [1, 2]}",
        "}");
  }

  private Engine engine() {
    ServiceReference<Engine> reference = context.getServiceReference(Engine.class);
    return Objects.requireNonNull(context.getService(reference));
  }

  private Bundle bundle(String name) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static Path file() {
    return Path.of(System.getProperty("itest.home"), "config.json");
  }

  private static Path lastGood() {
    return Path.of(System.getProperty("itest.home"), "data/config.last-good.json");
  }
}
