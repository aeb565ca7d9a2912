package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.HookReceiver;
import italk.itest.support.Remains;
import italk.itest.support.TestJar;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * {@code events_management} in the real framework: hooks seen and muted, Event Admin both ways,
 * webhooks over an update, and nothing left behind.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // subscriptions are held open, not used
public class EventsIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NAME = "events_management";
  private static final String SECRET = "a-secret-of-this-test";
  private static final String MESSAGES = "MessageInterceptor";

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private Operations operations;
  @Inject private Leaks leaks;
  @Inject private ModerationRecords records;
  @Inject private EventAdmin eventAdmin;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/events");
    Option distribution = DistributionOptions.with(home, config(true, ""));
    Files.createDirectories(home.resolve("conf/secrets"));
    Files.writeString(home.resolve("conf/secrets/itest"), SECRET + "\n");
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
    Path own = Built.distribution().resolve("extensions/italk.ext.events.jar");
    Files.copy(own, home.resolve("extensions/italk.ext.events.jar"));
    return options(
        distribution,
        systemPackages("com.sun.net.httpserver"),
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.newer").value(TestJar.withVersion(own, "0.1.1").toString()));
  }

  @Before
  public void allAreActive() throws Exception {
    configure(true, "");
    eventually(
        "all are active",
        SOON,
        () ->
            engine.status().open()
                && extensions.list().stream().allMatch(it -> it.state() == State.ACTIVE)
                && functions().contains("hooks")
                && content("x").equals("x12"));
  }

  @Test
  public void hooksAreSeenAndMuted() throws Exception {
    String hooks = command("hooks");
    assertTrue(hooks, hooks.contains("MessageInterceptor  1  first "));
    assertTrue(hooks, hooks.contains("MessageInterceptor  2  second "));
    assertTrue(hooks, hooks.matches("(?s).*EngineListener +\\d +events_management +in use.*"));
    String asked = line(hooks, "first").split("  +")[4];
    assertTrue("it was asked: " + hooks, Integer.parseInt(asked) > 0);

    command("mutehook", "first", MESSAGES, "it is in the way");
    eventually("it is not asked", SOON, () -> content("x").equals("x2"));
    assertTrue(line(command("hooks"), "first").contains("muted"));
    ModerationRecord record = records.latest(1).get(0);
    assertEquals("mute_hook", record.action());
    assertEquals("extension first", record.target().toString());
    assertEquals("it is in the way", record.reason());

    configure(false, "");
    eventually(
        "disabled, it gives the hook back, and its commands are gone",
        SOON,
        () -> content("x").equals("x12") && functions().stream().noneMatch(OWN::contains));
    configure(true, "");
    eventually("enabled, it mutes again", SOON, () -> content("x").equals("x2"));
    eventually("and its commands are back", SOON, () -> functions().containsAll(OWN));
    command("unmutehook", "first", MESSAGES);
    eventually("it is asked again", SOON, () -> content("x").equals("x12"));
  }

  private static final List<String> OWN =
      List.of("hooks", "mutehook", "unmutehook", "emit", "events", "webhooks");

  @Test
  public void eventsGoBothWaysThroughEventAdminAndNotInCircles() throws Exception {
    configure(true, ", \"event_admin_out\": true, \"event_admin_in\": true");
    List<String> topics = new CopyOnWriteArrayList<>();
    List<String> custom = new CopyOnWriteArrayList<>();
    EngineListener listener =
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) {
            custom.add(event.type() + event.payload().asMap());
          }
        };
    EventHandler handler = event -> topics.add(event.getTopic());
    ServiceRegistration<EventHandler> registration =
        context.registerService(
            EventHandler.class,
            handler,
            new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, "italk/*")));
    try (Engine.Subscription subscription = engine.listen("test", listener)) {
      eventually(
          "switched on",
          SOON,
          () -> {
            content("x");
            return topics.contains("italk/engine/message/SENT");
          });
      command("emit", "itest/out", "{\"id\": 7}");
      eventually("out", SOON, () -> topics.contains("italk/engine/custom/itest/out"));
      eventually(
          "in",
          SOON,
          () -> {
            eventAdmin.postEvent(new Event("italk/custom/itest/in", Map.of("id", 8)));
            return custom.contains("itest/in{id=8}");
          });
      assertTrue(custom.contains("itest/out{id=7}"));
      assertTrue(command("events").contains("custom:itest/out"));

      // Whatever goes in circles would be there before this: all of it goes one way, in order.
      topics.clear();
      custom.clear();
      eventAdmin.postEvent(new Event("italk/custom/itest/once", Map.of()));
      eventually("once", SOON, () -> topics.contains("italk/engine/custom/itest/once"));
      eventAdmin.postEvent(new Event("italk/custom/itest/end", Map.of()));
      eventually(
          "the end",
          SOON,
          () -> topics.contains("italk/engine/custom/itest/end") && custom.contains("itest/end{}"));
      assertEquals(
          List.of("itest/once{}", "itest/end{}"),
          custom.stream().filter(it -> !it.startsWith("itest/in")).toList());
    } finally {
      registration.unregister();
    }
  }

  @Test
  public void aWebhookIsToldOfEverythingOverAnUpdate() throws Exception {
    try (HookReceiver receiver = new HookReceiver(SECRET)) {
      configure(
          true,
          ", \"webhooks\": [\"itest=http://127.0.0.1:%d/\"], \"webhook_secrets\": [\"itest=$[secret:itest]\"],"
                  .formatted(receiver.port())
              + " \"webhook_events\": [\"itest=message_sent\", \"itest=custom:itest/*\"],"
              + " \"webhook_conversations\": [\"itest=everyone\"]");
      // Custom events belong to no conversation: with that filter they are not told.
      eventually("configured", SOON, () -> command("webhooks").contains("itest"));
      List<String> sent = new ArrayList<>();
      try (Session alice = engine.connect("alice", "Alice", Map.of(), delivery -> {})) {
        sent.addAll(send(alice, "before", 20));
        Outcome outcome = operations.update(Path.of(System.getProperty("itest.newer")));
        assertTrue(outcome.toString(), outcome.isGood());
        sent.addAll(send(alice, "after", 20));
        command("emit", "itest/none");
        eventually("all are told", SOON, () -> receiver.contents().size() == sent.size());
      }
      assertEquals("in order, and none twice but for its id", sent, receiver.contents());
      assertEquals("signed, all of them", List.of(), receiver.unsigned());
      assertTrue(command("webhooks", "dead").contains("no dead letters"));
    }
    configure(true, "");
    eventually("no webhook", SOON, () -> command("webhooks").contains("There are no webhooks"));
    configure(false, "");
    eventually("disabled", SOON, () -> !functions().contains("webhooks"));
    eventually(
        "no thread is left",
        SOON,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().startsWith("italk-webhook")));
    Remains.assertNone(leaks);
  }

  private static List<String> send(Session session, String words, int count) throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(
          session
              .send(Conversation.everyone(), words + i)
              .toCompletableFuture()
              .get()
              .orThrow()
              .content());
    }
    return sent;
  }

  private String content(String text) throws Exception {
    try (Session probe = engine.connect("probe", "Probe", Map.of(), delivery -> {})) {
      return probe
          .send(Conversation.direct("probe", "probe"), text)
          .toCompletableFuture()
          .get()
          .orThrow()
          .content();
    }
  }

  private static String line(String table, String word) {
    return table.lines().filter(it -> it.contains(word)).findFirst().orElseThrow();
  }

  /** Runs a command as the shell does: the public method of the service that offers it. */
  private String command(String name, String... words) throws Exception {
    ServiceReference<?> reference =
        commands().filter(it -> functionsOf(it).contains(name)).findFirst().orElseThrow();
    Object service = context.getService(reference);
    try {
      Method method =
          service
              .getClass()
              .getMethod(name, Stream.of(words).map(it -> String.class).toArray(Class<?>[]::new));
      return (String) method.invoke(service, (Object[]) words);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + ": " + e.getCause(), e);
    } finally {
      context.ungetService(reference);
    }
  }

  private List<String> functions() throws Exception {
    return commands().flatMap(it -> functionsOf(it).stream()).toList();
  }

  private Stream<ServiceReference<?>> commands() throws Exception {
    ServiceReference<?>[] found =
        context.getAllServiceReferences(null, "(osgi.command.scope=italk)");
    return Stream.of(found == null ? new ServiceReference<?>[0] : found);
  }

  private static List<String> functionsOf(ServiceReference<?> reference) {
    Object functions = reference.getProperty("osgi.command.function");
    return functions instanceof String[] several ? Arrays.asList(several) : List.of("" + functions);
  }

  private static void configure(boolean isEnabled, String options) throws Exception {
    Files.writeString(
        Path.of(System.getProperty("itest.home"), "config.json"), config(isEnabled, options));
  }

  private static String config(boolean isEnabled, String options) {
    return isEnabled
        ? "{\"extensions\": [\"first\", \"second\", \"%s\"], \"%s\": {\"recent_events\": 200%s}}"
            .formatted(NAME, NAME, options)
        : "{\"extensions\": [\"first\", \"second\"]}";
  }
}
