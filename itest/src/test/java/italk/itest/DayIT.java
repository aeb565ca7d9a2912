package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.itest.day.Check;
import italk.itest.day.Day;
import italk.itest.day.Day.Operation;
import italk.itest.day.Day.Takes;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.TestJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
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
import org.osgi.framework.ServiceReference;

/**
 * All seven extensions together, and a day's worth of scripted chat: 200 users, 25 groups, bans,
 * mutes, kicks, retractions, edits, filters, slow mode and floods, while each extension is updated,
 * reordered and reconfigured, one is stopped and started, and one goes back. It gives exactly the
 * history, the records and the audit file that a model of the rules expects; so does the store,
 * read anew.
 *
 * <p>No limit in it can be reached or left by being fast or slow. The system property {@code
 * itest.day} makes it longer.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // a subscription is held open, not used
public class DayIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SCENES = 8;
  private static final int ROUNDS = 400;
  private static final int BURST = 60;
  private static final String LATER = "99.0.0";

  /** The extensions in their order, and the bundles that they are in. */
  private static final Map<String, String> BUNDLES = bundles();

  private static Map<String, String> bundles() {
    Map<String, String> bundles = new LinkedHashMap<>();
    bundles.put("users_management", "italk.ext.users");
    bundles.put("groups_management", "italk.ext.groups");
    bundles.put("message_rate_limiter", "italk.ext.ratelimiter");
    bundles.put("messages_management", "italk.ext.messages");
    bundles.put("events_management", "italk.ext.events");
    bundles.put("welcome", "italk.ext.welcome");
    bundles.put("advanced_logging", "italk.ext.advancedlogging");
    return bundles;
  }

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private Operations operations;
  @Inject private EngineConfiguration configuration;
  @Inject private BundleContext context;

  private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/day");
    int scale = Integer.getInteger("itest.day", 1);
    Option distribution = DistributionOptions.with(home, config(BURST * scale));
    DistributionOptions.withOwnExtensions(home);
    for (String bundle : BUNDLES.values()) {
      TestJar.withVersion(
          Built.distribution().resolve("extensions").resolve(bundle + ".jar"), LATER);
    }
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.jars").value(TestJar.folder().toString()),
        systemProperty("itest.day").value(Integer.toString(scale)));
  }

  /** Nothing here ends, or is given up, while the day goes on. */
  private static String config(int burst) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("engine", "\"gate_wait_ms\": 60000");
    sections.put(
        "users_management",
        "\"roles\": [\"moderator=users.ban,users.mute,messages.moderate\","
            + " \"voice=messages.unlimited\"]");
    sections.put("groups_management", "\"slow_mode_seconds\": 0");
    sections.put(
        "message_rate_limiter",
        "\"burst\": "
            + burst
            + ", \"messages\": 1, \"seconds\": 86400, \"repeats\": 3, \"repeat_seconds\": 86400,"
            + " \"action\": \"mute\", \"mute_seconds\": 86400");
    sections.put(
        "messages_management",
        "\"filters\": [\"reject:word:thief\", \"mask:word:rascal\", \"flag:word:rumour\"],"
            + " \"edit_window_seconds\": 86400, \"retract_window_seconds\": 86400,"
            + " \"max_pins\": 100, \"max_open_reports\": 10000,"
            + " \"max_open_reports_per_user\": 10000");
    sections.put("events_management", "\"event_admin_out\": true");
    sections.put(
        "welcome",
        "\"message\": \"Hello {username}\", \"returning_message\": \"Back again, {username}\","
            + " \"group\": \"arrivals\", \"group_message\": \"{username} is here\"");
    sections.put("advanced_logging", "\"max_bytes\": 1000000000");
    String names =
        BUNDLES.keySet().stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", "));
    return sections.entrySet().stream()
        .map(
            it ->
                "\""
                    + it.getKey()
                    + "\": {"
                    + it.getValue()
                    + (it.getKey().equals("engine") ? "" : ", \"timeout_ms\": 60000")
                    + "}")
        .collect(Collectors.joining(",\n", "{\"extensions\": [" + names + "],\n", "}"));
  }

  @Test
  public void aDayGivesExactlyTheExpectedHistoryAndAudit() throws Exception {
    eventually("all seven are active", SOON, this::allAreActive);
    int scale = Integer.getInteger("itest.day");
    Day day = new Day(engine, context, SCENES, ROUNDS * scale, BURST * scale);
    List<ModerationRecord> records;
    Check check;
    try (Engine.Subscription subscription = engine.listen("day", new Failures())) {
      long begin = System.nanoTime();
      check = day.play(operations());
      check.greetings();
      records = assertRight(check, engine);
      System.out.printf(
          "day: %d steps, %d records, %d operations, %.1f s%n",
          day.steps(), records.size(), operations().size(), (System.nanoTime() - begin) / 1e9);
    }
    assertEquals("failures", List.of(), notBusy());
    Check.audit(Path.of(System.getProperty("itest.home"), "log", "audit.log"), records);
    eventually("all seven are active", SOON, this::allAreActive);

    restart("italk.engine.store");
    eventually("the engine is back", SOON, () -> service(Engine.class).status().open());
    assertEquals(records, assertRight(check, service(Engine.class)));
  }

  /** On a busy machine the engine may turn a message away; it is sent again. */
  private List<Failure> notBusy() {
    return failures.stream().filter(it -> !it.description().contains("still busy")).toList();
  }

  private List<ModerationRecord> assertRight(Check check, Engine now) {
    check.arrivals(now);
    check.histories(now);
    check.nothingForbidden(now);
    return check.records(service(ModerationRecords.class));
  }

  /** What the operator does: the seven updates, and others between them. */
  private List<Operation> operations() {
    List<String> order = new ArrayList<>(BUNDLES.keySet());
    Collections.reverse(order);
    List<Operation> all = new ArrayList<>();
    BUNDLES.forEach((name, bundle) -> all.add(update(name, bundle)));
    all.add(2, changed("other order", () -> configuration.order(order, "day")));
    all.add(
        4,
        changed(
            "another option",
            () -> configuration.set("messages_management.max_links", "3", "day")));
    all.add(6, new Operation("restart", Takes.PERMISSIONS, () -> restart("italk.ext.users")));
    all.add(
        new Operation(
            "rollback",
            Takes.NOTHING,
            () -> assertDone(operations.rollback("messages_management"))));
    all.add(changed("the option before", () -> configuration.undo("day")));
    return all;
  }

  private Operation update(String name, String bundle) {
    Path jar = Path.of(System.getProperty("itest.jars"), LATER + "-" + bundle + ".jar");
    return new Operation(
        "update of " + name,
        switch (name) {
          case "message_rate_limiter" -> Takes.LIMITER;
          case "users_management" -> Takes.PERMISSIONS;
          default -> Takes.NOTHING;
        },
        () -> assertDone(operations.update(jar)));
  }

  private static void assertDone(Outcome outcome) {
    assertEquals(outcome.toString(), Outcome.Result.DONE, outcome.result());
  }

  private interface Change {
    ConfigurationOutcome make();
  }

  private static Operation changed(String what, Change change) {
    return new Operation(
        what,
        Takes.NOTHING,
        () -> {
          ConfigurationOutcome outcome = change.make();
          assertTrue(
              outcome.toString(),
              outcome.result() == ConfigurationOutcome.Result.DONE
                  || outcome.result() == ConfigurationOutcome.Result.PENDING);
        });
  }

  private void restart(String symbolicName) throws Exception {
    Bundle bundle =
        Arrays.stream(context.getBundles())
            .filter(it -> symbolicName.equals(it.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    bundle.stop();
    bundle.start();
  }

  private boolean allAreActive() {
    List<ExtensionStatus> all = extensions.list();
    return engine.status().open()
        && all.size() == BUNDLES.size()
        && all.stream().allMatch(it -> it.state() == State.ACTIVE);
  }

  // Not held: it comes anew with the store.
  private <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    return context.getService(reference);
  }

  private final class Failures implements EngineListener {
    @Override
    public void onError(Failure failure) {
      failures.add(failure);
    }
  }
}
