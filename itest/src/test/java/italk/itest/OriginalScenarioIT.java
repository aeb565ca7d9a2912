package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * What the original's documentation shows, on the original's configuration, byte for byte:
 * subscribing to events, connecting, sending, groups, history, the welcome message, the rotating
 * log, the rate limiter.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // a subscription is held open, not used
public class OriginalScenarioIT {

  private static final Duration SOON = Duration.ofSeconds(5);

  @Inject private Engine engine;
  @Inject private Extensions extensions;

  @Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/original");
    Option distribution = DistributionOptions.with(home, original());
    DistributionOptions.withOwnExtensions(home);
    return options(distribution, systemProperty("itest.home").value(home.toString()));
  }

  private static String original() throws IOException {
    try (InputStream config =
        OriginalScenarioIT.class.getResourceAsStream("/original/config.json")) {
      return new String(config.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Before
  public void messagesPass() {
    eventually("the gate opens", SOON, () -> engine.status().open());
  }

  @Test
  public void allSevenExtensionsOfTheOriginalAreActiveInItsOrder() {
    List<String> active =
        extensions.list().stream()
            .filter(extension -> extension.state() == State.ACTIVE)
            .map(ExtensionStatus::name)
            .toList();
    assertEquals(
        List.of(
            "welcome",
            "users_management",
            "groups_management",
            "messages_management",
            "events_management",
            "advanced_logging",
            "message_rate_limiter"),
        active);
  }

  @Test
  public void aUserIsGreetedAndChats() throws Exception {
    Recorder recorder = new Recorder();
    List<Inbox.Delivery> inbox = new CopyOnWriteArrayList<>();
    try (Engine.Subscription subscription = engine.listen("test", recorder)) {
      // "À vous de vérifier et décoder le token côté API avant !"
      Session alice = engine.connect("123", "Alice", Map.of("role", "admin"), inbox::add);
      Session bob = engine.connect("456", "Bob", Map.of("role", "member"), delivery -> {});
      eventually(
          "the greeting of the original's configuration",
          SOON,
          () ->
              inbox.stream()
                  .anyMatch(
                      delivery ->
                          delivery instanceof Inbox.Notice notice
                              && notice.source().equals("welcome")
                              && notice.text().equals("Bienvenue sur le serveur !")));
      assertTrue(engine.users().find("123").orElseThrow().online());

      CompletionStage<SendResult> sent = alice.send(Conversation.everyone(), "Hello !");
      Message hello = sent.toCompletableFuture().get().orThrow();
      bob.send(Conversation.everyone(), "Coucou tout le monde !").toCompletableFuture().get();
      List<Message> history = engine.history(Conversation.everyone()).latest(2);
      assertEquals(
          List.of("Hello !", "Coucou tout le monde !"),
          history.stream().map(Message::content).toList());
      assertTrue(hello.timestamp().isAfter(Instant.now().minus(Duration.ofMinutes(1))));
      eventually("Alice sees both", SOON, () -> incoming(inbox).size() == 2);

      alice.close();
      bob.close();
      eventually(
          "on_connect, on_message, on_disconnect, in their order",
          SOON,
          () -> recorder.about("123").equals(List.of("connect", "message Hello !", "disconnect")));
      assertFalse(engine.users().find("123").orElseThrow().online());
    }
    Path log = Path.of(System.getProperty("itest.home"), "log", "advanced_engine.log");
    eventually(
        "advanced_logging writes the file that the original's configuration names",
        SOON,
        () -> Files.readString(log).contains("Message de Alice : Hello !"));
  }

  @Test
  public void groupsHaveMembersAndHistory() throws Exception {
    engine.groups().create("général", Group.Visibility.PUBLIC, Map.of("topic", "tout"));
    try (Session lei = engine.connect("42", "李雷", Map.of(), delivery -> {})) {
      Problem outside = refusal(lei.send(Conversation.group("général"), "Bonjour !"));
      assertEquals(Problem.Code.NOT_A_MEMBER, outside.code());

      engine.groups().join("général", "42");
      Message first =
          lei.send(Conversation.group("général"), "Bonjour !", "c1")
              .toCompletableFuture()
              .get()
              .orThrow();
      SendResult again =
          lei.send(Conversation.group("général"), "Bonjour !", "c1").toCompletableFuture().get();
      assertEquals(new SendResult.Sent(first, true), again);
      assertEquals(List.of(first), engine.history(Conversation.group("général")).latest(50));
      assertEquals(
          Group.Role.MEMBER, engine.groups().find("général").orElseThrow().members().get("42"));

      engine.groups().leave("général", "42");
      assertEquals(
          Problem.Code.NOT_A_MEMBER,
          refusal(lei.send(Conversation.group("général"), "encore")).code());
    }
    engine.groups().create("secret", Group.Visibility.PRIVATE, Map.of());
    EngineException notAllowed =
        assertThrows(EngineException.class, () -> engine.groups().join("secret", "42"));
    assertEquals(Problem.Code.NOT_ALLOWED, notAllowed.problem().code());
  }

  @Test
  public void theLimiterSaysWhenToTryAgain() throws Exception {
    try (Session chloe = engine.connect("789", "Chloé", Map.of(), delivery -> {})) {
      List<SendResult> results = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        results.add(chloe.send(Conversation.everyone(), "spam " + i).toCompletableFuture().get());
      }
      List<Problem> refused =
          results.stream()
              .filter(SendResult.Refused.class::isInstance)
              .map(result -> ((SendResult.Refused) result).problem())
              .toList();
      assertFalse("a burst of 15 is too much", refused.isEmpty());
      assertTrue("but its beginning is not", results.get(0) instanceof SendResult.Sent);
      assertEquals(Problem.Code.REJECTED, refused.get(0).code());
      assertEquals("message_rate_limiter", refused.get(0).extension().orElseThrow());
      assertTrue(refused.get(0).retryAfter().isPresent());
    }
  }

  @Test
  public void whatFailsIsReallyReported() {
    Recorder recorder = new Recorder();
    try (Engine.Subscription subscription = engine.listen("test", recorder);
        Session broken =
            engine.connect(
                "1",
                "Broken",
                Map.of(),
                delivery -> {
                  throw new IllegalStateException("the connection is gone");
                })) {
      eventually(
          "on_error",
          SOON,
          () ->
              recorder.events.stream()
                  .anyMatch(
                      event ->
                          event instanceof Failure failure
                              && failure.operation().equals("deliver")
                              && failure.description().contains("the connection is gone")));
    }
  }

  @Test
  public void extensionsTellOneAnother() {
    Recorder recorder = new Recorder();
    try (Engine.Subscription subscription = engine.listen("test", recorder)) {
      CustomEvent event = CustomEvent.of("polls/closed", Map.of("votes", 3));
      engine.emit(event);
      eventually("the event arrives", SOON, () -> recorder.events.contains(event));
    }
  }

  @Test
  public void wrongInputIsRefusedWithWords() throws Exception {
    try (Session alice = engine.connect("123", "Alice", Map.of(), delivery -> {})) {
      assertEquals(
          "The message is empty: expected 1 to 4000 characters.",
          refusal(alice.send(Conversation.everyone(), "  ")).message());
      assertEquals(
          "The message has 4001 characters: expected at most 4000.",
          refusal(alice.send(Conversation.everyone(), "x".repeat(4001))).message());
      assertEquals(
          "There is no group \"nowhere\": create it first.",
          refusal(alice.send(Conversation.group("nowhere"), "hi")).message());
      assertEquals(
          "There is no user \"nobody\": register or connect it first.",
          refusal(alice.send(Conversation.direct("123", "nobody"), "hi")).message());
      assertEquals(
          Problem.Code.NOT_ALLOWED,
          refusal(alice.send(Conversation.direct("456", "789"), "hi")).code());
    }
    EngineException exists =
        assertThrows(
            EngineException.class,
            () -> {
              engine.users().register("twice", "One", Map.of());
              engine.users().register("twice", "Two", Map.of());
            });
    assertEquals(Problem.Code.USER_EXISTS, exists.problem().code());
    assertTrue(engine.users().find("nobody").isEmpty());
  }

  private static Problem refusal(CompletionStage<SendResult> sent) throws Exception {
    SendResult result = sent.toCompletableFuture().get();
    assertTrue("refused: " + result, result instanceof SendResult.Refused);
    return ((SendResult.Refused) result).problem();
  }

  private static List<Inbox.Delivery> incoming(List<Inbox.Delivery> inbox) {
    return inbox.stream().filter(Inbox.Incoming.class::isInstance).toList();
  }

  /** Keeps every event. */
  private static final class Recorder implements EngineListener {
    private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onConnect(EngineEvent.UserConnected event) {
      events.add(event);
    }

    @Override
    public void onDisconnect(EngineEvent.UserDisconnected event) {
      events.add(event);
    }

    @Override
    public void onMessage(EngineEvent.MessageSent event) {
      events.add(event);
    }

    @Override
    public void onError(Failure event) {
      events.add(event);
    }

    @Override
    public void onChange(Change event) {
      events.add(event);
    }

    @Override
    public void onCustom(CustomEvent event) {
      events.add(event);
    }

    List<String> about(String userId) {
      List<String> about = new ArrayList<>();
      for (EngineEvent event : events) {
        if (event instanceof EngineEvent.UserConnected e && e.user().id().equals(userId)) {
          about.add("connect");
        } else if (event instanceof EngineEvent.UserDisconnected e
            && e.user().id().equals(userId)) {
          about.add("disconnect");
        } else if (event instanceof EngineEvent.MessageSent e && e.sender().id().equals(userId)) {
          about.add("message " + e.message().content());
        }
      }
      return about;
    }
  }
}
