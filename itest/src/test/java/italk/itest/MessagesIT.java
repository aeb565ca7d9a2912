package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.Problem;
import italk.engine.api.ReadPositions.Unread;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ActiveHook;
import italk.engine.api.extension.ActiveHooks;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Stored messages in the real framework and the real store: edited, retracted, found, read. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // subscriptions and sessions are held open, not used
public class MessagesIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private ActiveHooks hooks;
  @Inject private ModerationRecords records;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/messages");
    Option distribution = DistributionOptions.with(home, "{\"extensions\": [\"reviewer\"]}");
    Path jar =
        TestJar.bundle(
            "reviewer.jar", "italk.itest.reviewer", "1.0.0", "italk.itest.reviewer", Map.of());
    Files.copy(jar, home.resolve("extensions").resolve(jar.getFileName()));
    return options(distribution);
  }

  @Before
  public void messagesPass() {
    eventually(
        "it is hooked",
        SOON,
        () ->
            engine.status().open()
                && hooks.list().stream().anyMatch(hook -> hook.extension().equals("reviewer")));
  }

  @Test
  public void aMessageIsEditedPastTheInterceptorsAndTakenBack() throws Exception {
    Messages messages = engine.messages();
    List<Inbox.Delivery> seen = new CopyOnWriteArrayList<>();
    List<Change> changes = new CopyOnWriteArrayList<>();
    try (Session alice = connect("edit-a", delivery -> {});
        Session bob = connect("edit-b", seen::add);
        Engine.Subscription subscription = engine.listen("test", told(changes))) {
      Conversation both = Conversation.direct("edit-a", "edit-b");
      Message sent = result(alice.send(both, "a platypus, I think")).orThrow();

      Problem problem =
          ((SendResult.Refused) result(messages.edit(sent.id(), "worse", Actor.user("edit-a"))))
              .problem();
      assertEquals("It was better before.", problem.message());
      assertEquals(Optional.of(sent), messages.find(sent.id()));

      Message edited = result(messages.edit(sent.id(), "a wombat", Actor.user("edit-a"))).orThrow();
      assertEquals("a wombat (reviewed)", edited.content());
      assertEquals(List.of(edited), engine.history(both).latest(10));
      assertEquals(List.of(edited), messages.search(MessageSearch.of("wombat", 10)));
      assertEquals(List.of(), messages.search(MessageSearch.of("platypus", 10)));

      Message tombstone = messages.retract(sent.id(), Actor.operator(), "not here");
      assertTrue(tombstone.isRetracted());
      assertEquals("", tombstone.content());
      assertEquals(List.of(tombstone), engine.history(both).latest(10));
      assertEquals(List.of(), messages.search(MessageSearch.of("wombat", 10)));
      SendResult late = result(messages.edit(sent.id(), "late", Actor.operator()));
      assertEquals(Problem.Code.INVALID, ((SendResult.Refused) late).problem().code());

      List<Inbox.Delivery> expected =
          List.of(
              new Inbox.Incoming(sent), new Inbox.Changed(edited), new Inbox.Changed(tombstone));
      eventually("all was shown, in order", SOON, () -> seen.equals(expected));
      eventually(
          "and told",
          SOON,
          () ->
              changes.stream()
                  .map(change -> change.getClass().getSimpleName())
                  .toList()
                  .equals(List.of("MessageEdited", "MessageRetracted")));
      Change.MessageRetracted told = (Change.MessageRetracted) changes.get(1);
      assertEquals(edited, told.before());
      assertEquals("not here", told.reason());
    }
  }

  private static EngineListener told(List<Change> changes) {
    return new EngineListener() {
      @Override
      public void onChange(Change change) {
        if (change instanceof Change.MessageEdited
            || change instanceof Change.MessageRetracted
            || change instanceof Change.Moderated) {
          changes.add(change);
        }
      }
    };
  }

  @Test
  public void whoWasOfflineCatchesUp() throws Exception {
    engine.groups().create("readers", Group.Visibility.PUBLIC, Map.of());
    Conversation group = Conversation.group("readers");
    connect("read-b", delivery -> {}).close();
    engine.groups().join("readers", "read-b");
    MessageId last;
    try (Session alice = connect("read-a", delivery -> {})) {
      engine.groups().join("readers", "read-a");
      MessageId first = result(alice.send(group, "one")).orThrow().id();
      engine.readPositions().read("read-b", group, first);
      result(alice.send(group, "two"));
      last = result(alice.send(group, "three")).orThrow().id();

      List<Unread> unread = unreadOf("read-b", group);
      assertEquals(List.of(new Unread(group, Optional.of(first), last, 2)), unread);
      MessageId from = unread.get(0).readUpTo().orElseThrow();
      assertEquals(
          List.of("two", "three"),
          engine.history(group).after(from, 100).stream().map(Message::content).toList());
    }
    engine.readPositions().read("read-b", group, last);
    assertEquals(List.of(), unreadOf("read-b", group));
    assertEquals(Optional.of(last), engine.readPositions().position("read-b", group));
    EngineException others =
        assertThrows(
            EngineException.class,
            () -> engine.readPositions().read("read-b", Conversation.direct("x", "y"), last));
    assertEquals(Problem.Code.NOT_ALLOWED, others.problem().code());
  }

  private List<Unread> unreadOf(String userId, Conversation conversation) {
    return engine.readPositions().unread(userId, "", 500).stream()
        .filter(unread -> unread.conversation().equals(conversation))
        .toList();
  }

  @Test
  public void allConversationsAreFollowedAndOldMessagesDeleted() throws Exception {
    Messages messages = engine.messages();
    Conversation notes = Conversation.direct("feed-a", "feed-a");
    try (Session alice = connect("feed-a", delivery -> {})) {
      MessageId before = result(alice.send(notes, "1")).orThrow().id();
      MessageId stays = result(alice.send(notes, "2")).orThrow().id();
      result(alice.send(notes, "3"));
      assertEquals(
          List.of("2", "3"),
          messages.since(before, 500).stream()
              .filter(message -> message.conversation().equals(notes))
              .map(Message::content)
              .toList());
      assertTrue(messages.conversations("", 500).contains(notes));
      assertEquals(Optional.of(stays), messages.newest(notes, 2));
      assertEquals(1, messages.purge(notes, stays, 500));
      assertEquals(Optional.empty(), messages.find(before));
      assertEquals(2, engine.history(notes).latest(10).size());
    }
  }

  @Test
  public void whatWasDoneToKeepOrderIsRecordedAndTold() throws Exception {
    List<Change> changes = new CopyOnWriteArrayList<>();
    Target target = Target.user("record-" + System.nanoTime());
    Instant until = Instant.parse("2031-01-01T00:00:00Z");
    try (Engine.Subscription subscription = engine.listen("test", told(changes))) {
      ModerationRecord ban =
          records.record(
              Actor.operator(), "ban", target, "spam", Optional.of(until), Map.of("count", 3));
      ModerationRecord unban =
          records.record(Actor.user("m"), "unban", target, "", Optional.empty(), Map.of());
      assertEquals(List.of(unban, ban), records.about(target, Long.MAX_VALUE, 10));
      assertEquals(List.of(ban), records.about(target, unban.number(), 10));
      assertEquals(unban, records.latest(1).get(0));
      eventually(
          "told in their order",
          SOON,
          () -> changes.equals(List.of(new Change.Moderated(ban), new Change.Moderated(unban))));
    }
  }

  @Test
  public void aMutedHookIsNotAskedNorWaitedForWhileItsBundleIsStopped() throws Exception {
    Conversation notes = Conversation.direct("mute-a", "mute-a");
    try (Session alice = connect("mute-a", delivery -> {})) {
      MessageId id = result(alice.send(notes, "x")).orThrow().id();
      long before = reviewer().calls();
      hooks.mute("reviewer", "MessageInterceptor");
      assertEquals("worse", edit(id, "worse"));
      assertEquals(before, reviewer().calls());
      assertEquals(
          "MessageInterceptor is muted", extensions.find("reviewer").orElseThrow().detail());
      Bundle bundle =
          List.of(context.getBundles()).stream()
              .filter(it -> "italk.itest.reviewer".equals(it.getSymbolicName()))
              .findFirst()
              .orElseThrow();
      bundle.stop();
      try {
        assertTrue(engine.status().open());
        assertEquals("y", edit(id, "y"));
      } finally {
        bundle.start();
      }
      assertTrue("after a restart, too", reviewer().muted());
      hooks.unmute("reviewer", "MessageInterceptor");
      eventually("asked again", SOON, () -> edit(id, "z").equals("z (reviewed)"));
      assertTrue(reviewer().mean().toNanos() > 0);
    } finally {
      hooks.unmute("reviewer", "MessageInterceptor");
    }
  }

  private ActiveHook reviewer() {
    return hooks.list().stream()
        .filter(hook -> hook.extension().equals("reviewer"))
        .findFirst()
        .orElseThrow();
  }

  private String edit(MessageId id, String content) throws Exception {
    return result(engine.messages().edit(id, content, Actor.operator())).orThrow().content();
  }

  private Session connect(String id, Inbox inbox) {
    return engine.connect(id, "User " + id, Map.of(), inbox);
  }

  private static SendResult result(CompletionStage<SendResult> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
