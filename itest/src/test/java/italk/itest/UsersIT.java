package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Target;
import italk.engine.api.moderation.UserModeration;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * users_management in the real framework: who is banned stays outside, over an update under way
 * too; who is muted doesn't write; who may not, can't; all of it is recorded.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UsersIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Actor OPERATOR = Actor.operator();
  private static final Optional<Instant> FOREVER = Optional.empty();
  private static final int RACES = 20;

  @Inject private Engine engine;
  @Inject private Operations operations;
  @Inject private ModerationRecords records;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/users");
    Option distribution = DistributionOptions.with(home, config("\"users_management\""));
    Path jar = Built.distribution().resolve("extensions/italk.ext.users.jar");
    Files.copy(jar, home.resolve("extensions").resolve(jar.getFileName()));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.newer").value(TestJar.withVersion(jar, "99.0.0").toString()));
  }

  private static String config(String extensions) {
    return "{\"extensions\": ["
        + extensions
        + "], \"users_management\": {\"roles\": [\"admin=*\", \"moderator=users.ban\"]}}";
  }

  @Before
  public void itIsActive() {
    eventually(
        "the gate opens, and the services are there",
        SOON,
        () -> engine.status().open() && reference(UserModeration.class) != null);
  }

  @Test
  public void aBanClosesTheSessionKeepsOutAndIsRecorded() throws Exception {
    Queue<Inbox.Delivery> inbox = new ConcurrentLinkedQueue<>();
    Session bob = engine.connect("bob", "Bob", Map.of(), inbox::add);
    Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

    Sanction ban = moderation().ban(OPERATOR, "bob", "spam", Optional.of(end));

    assertFalse("closed when it returns", bob.isOpen());
    Problem problem = refusedToConnect("bob");
    assertEquals(Problem.Code.REJECTED, problem.code());
    assertEquals("users_management", problem.extension().orElseThrow());
    assertTrue(problem.message(), problem.message().endsWith("UTC: spam"));
    Duration wait = problem.retryAfter().orElseThrow();
    assertTrue("" + wait, wait.compareTo(Duration.ofHours(1)) <= 0 && wait.toMinutes() > 30);
    ModerationRecord record = records.about(Target.user("bob"), Long.MAX_VALUE, 1).get(0);
    assertEquals("ban", record.action());
    assertEquals(OPERATOR, record.by());
    assertEquals("spam", record.reason());
    assertEquals(Optional.of(end), record.until());
    assertEquals(ban.at(), record.at());

    moderation().unban(OPERATOR, "bob", "");
    engine.connect("bob", "Bob", Map.of(), delivery -> {}).close();
    assertEquals("unban", records.latest(1).get(0).action());
  }

  @Test
  public void whoKnocksDuringUpdatesAndAWayBackStaysOutside() throws Exception {
    engine.connect("mallory", "Mallory", Map.of(), delivery -> {}).close();
    moderation().ban(OPERATOR, "mallory", "spam", FOREVER);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger rejected = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Thread knocking =
        new Thread(
            () -> {
              while (!stop.get()) {
                Problem problem = knock("mallory").orElse(null);
                if (problem == null) {
                  wrong.add("slipped in");
                } else if (problem.message().equals("You are banned: spam")) {
                  rejected.incrementAndGet();
                } else {
                  wrong.add(problem.toString());
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
              }
            },
            "knocking");
    knocking.start();
    try {
      done(operations.update(Path.of(System.getProperty("itest.newer"))));
      int before = rejected.get();
      eventually("knocks at the new one", SOON, () -> rejected.get() > before + 5);
      done(operations.rollback("users_management"));
      int after = rejected.get();
      eventually("knocks at the old one", SOON, () -> rejected.get() > after + 5);
    } finally {
      stop.set(true);
      knocking.join();
    }
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(FOREVER, moderation().find(Sanction.Kind.BAN, "mallory").orElseThrow().until());
  }

  @Test
  public void aConnectUnderWayDuringTheBanEndsToo() throws Exception {
    engine.connect("racer", "Racer", Map.of(), delivery -> {}).close();
    for (int race = 0; race < RACES; race++) {
      Queue<Session> opened = new ConcurrentLinkedQueue<>();
      List<CompletableFuture<Void>> connects = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        connects.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    opened.add(engine.connect("racer", "Racer", Map.of(), delivery -> {}));
                  } catch (EngineException tooLate) {
                    assertEquals(Problem.Code.REJECTED, tooLate.problem().code());
                  }
                }));
      }
      moderation().ban(OPERATOR, "racer", "", FOREVER);
      CompletableFuture.allOf(connects.toArray(CompletableFuture[]::new))
          .get(SOON.toSeconds(), TimeUnit.SECONDS);
      for (Session session : opened) {
        assertTrue(send(session, "too late") instanceof SendResult.Refused);
      }
      eventually("all are closed", SOON, () -> opened.stream().noneMatch(Session::isOpen));
      assertFalse(engine.users().find("racer").map(User::online).orElseThrow());
      moderation().unban(OPERATOR, "racer", "");
    }
  }

  @Test
  public void aMuteKeepsFromSendingAndEditingUntilItEnds() throws Exception {
    try (Session carol = engine.connect("carol", "Carol", Map.of(), delivery -> {})) {
      Message message = send(carol, "before").orThrow();
      moderation().mute(OPERATOR, "carol", "loud", FOREVER);

      Problem refused = ((SendResult.Refused) send(carol, "shout")).problem();
      assertEquals(Problem.Code.REJECTED, refused.code());
      assertEquals("You may not write: loud", refused.message());
      SendResult edit = get(engine.messages().edit(message.id(), "SHOUT", Actor.user("carol")));
      assertTrue(edit.toString(), edit instanceof SendResult.Refused);
      assertTrue("stays online", carol.isOpen());

      Instant end = Instant.now().plusSeconds(2);
      moderation().mute(OPERATOR, "carol", "", Optional.of(end));
      if (send(carol, "still") instanceof SendResult.Refused still) {
        assertTrue(still.problem().retryAfter().isPresent());
      } else {
        assertFalse("not before the end", Instant.now().isBefore(end));
      }
      eventually("it ends", SOON, () -> send(carol, "after") instanceof SendResult.Sent);
      assertFalse("not before the end", Instant.now().isBefore(end));
    }
  }

  @Test
  public void permissionsDecideAndOutliveDisabling() throws Exception {
    for (String id : List.of("boss", "warden", "visitor")) {
      engine.connect(id, id, Map.of(), delivery -> {}).close();
    }
    moderation().grant(OPERATOR, "boss", "admin");
    moderation().grant(Actor.user("boss"), "warden", "moderator");
    Actor warden = Actor.user("warden");
    notAllowed(() -> moderation().ban(Actor.user("visitor"), "warden", "", FOREVER));
    notAllowed(() -> moderation().ban(warden, "boss", "", FOREVER));
    notAllowed(() -> moderation().mute(warden, "visitor", "", FOREVER));
    notAllowed(() -> moderation().grant(warden, "visitor", "moderator"));
    moderation().ban(warden, "visitor", "rude", FOREVER);
    assertEquals(warden, records.about(Target.user("visitor"), Long.MAX_VALUE, 1).get(0).by());

    for (String command : List.of("ban", "bans", "mute", "kick", "roles", "role", "rename")) {
      assertEquals(command, 1, commands(command));
    }
    configure("");
    eventually("off", SOON, () -> reference(Permissions.class) == null && commands("ban") == 0);
    assertNull(reference(UserModeration.class));
    Session inside = engine.connect("visitor", "visitor", Map.of(), delivery -> {});
    configure("\"users_management\"");
    eventually("on again, and whoever came in meanwhile goes", SOON, () -> !inside.isOpen());
    eventually("the services are there", SOON, () -> reference(Permissions.class) != null);
    Permissions permissions = context.getService(reference(Permissions.class));
    assertTrue(permissions.allows("warden", Permissions.BAN));
    assertFalse(permissions.allows("warden", Permissions.MUTE));
    assertTrue(permissions.allows("boss", "anything"));
    assertEquals("rude", rejectionOf("visitor"));
  }

  private String rejectionOf(String userId) {
    String message = refusedToConnect(userId).message();
    return message.substring(message.indexOf(": ") + 2);
  }

  private static void configure(String extensions) throws Exception {
    Files.writeString(Path.of(System.getProperty("itest.home"), "config.json"), config(extensions));
  }

  private long commands(String function) throws Exception {
    ServiceReference<?>[] found =
        context.getAllServiceReferences(
            null, "(&(osgi.command.scope=italk)(osgi.command.function=" + function + "))");
    return found == null ? 0 : found.length;
  }

  private static void notAllowed(Runnable attempt) {
    EngineException refused = assertThrows(EngineException.class, attempt::run);
    assertEquals(Problem.Code.NOT_ALLOWED, refused.problem().code());
  }

  private static void done(Outcome outcome) {
    assertEquals(outcome.toString(), Outcome.Result.DONE, outcome.result());
  }

  private Problem refusedToConnect(String userId) {
    return knock(userId).orElseThrow(() -> new AssertionError(userId + " slipped in"));
  }

  /** Why it is refused; empty where it isn't. */
  private Optional<Problem> knock(String userId) {
    try {
      engine.connect(userId, userId, Map.of(), delivery -> {}).close();
      return Optional.empty();
    } catch (EngineException refused) {
      return Optional.of(refused.problem());
    }
  }

  private static SendResult send(Session session, String text) throws Exception {
    return get(session.send(Conversation.everyone(), text));
  }

  private static SendResult get(CompletionStage<SendResult> result) throws Exception {
    return result.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  // Not held: each version of the extension brings its own.
  private UserModeration moderation() {
    return context.getService(reference(UserModeration.class));
  }

  private <T> ServiceReference<T> reference(Class<T> type) {
    return context.getServiceReference(type);
  }
}
