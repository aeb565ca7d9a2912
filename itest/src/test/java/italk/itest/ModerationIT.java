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
import italk.engine.api.Group.Role;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.FilterTrial;
import italk.engine.api.moderation.MessageModeration;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import italk.engine.api.moderation.Target;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * What {@code messages_management} promises, in the real framework: edit and retract, tombstones,
 * pins, reports, filters, limits, retention, search; through a change of options and an update.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // sessions are held open, not used
public class ModerationIT {

  private static final String NAME = "messages_management";
  private static final String JAR = "italk.ext.messages.jar";
  private static final String LATER = "9.9.9";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Actor OPERATOR = Actor.operator();
  private static final Actor AUTHOR = Actor.user("author");
  private static final String FILTERS =
      "\"filters\": [\"reject:word:standard\", \"reject:word:thief\", \"mask:word:rascal\","
          + " \"flag:word:rumour\", \"reject:pattern:(a+)+$\","
          + " \"mask:pattern:[0-9]{4}-[0-9]{4}\", \"mask:pattern:q(.*x)?\"]";
  private static final String OPTIONS =
      FILTERS
          + ", \"max_links\": 1, \"max_mentions\": 2, \"retention_interval_seconds\": 1,"
          // On a busy machine nothing here is to be decided by a deadline.
          + " \"timeout_ms\": 30000, \"retention_rules\": [\"group:aged*=1s\", \"group:counted*=2\"]";

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private ModerationRecords records;
  @Inject private BundleContext context;

  private final Conversation group = Conversation.group("team " + System.nanoTime());

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/moderation");
    Option distribution = DistributionOptions.with(home, with(OPTIONS));
    Path jar = Built.distribution().resolve("extensions").resolve(JAR);
    Files.copy(jar, home.resolve("extensions").resolve(JAR));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.later").value(TestJar.withVersion(jar, LATER).toString()));
  }

  private static String with(String options) {
    return "{\"extensions\": [\"" + NAME + "\"], \"" + NAME + "\": {" + options + "}}";
  }

  private static void configure(String json) throws IOException {
    Files.writeString(config(), json);
  }

  private static Path config() {
    return Path.of(System.getProperty("itest.home"), "config.json");
  }

  /** Puts further options in force; returns when they are. */
  private void configureAlso(String options) throws IOException {
    String mark = "mark" + System.nanoTime();
    configure(
        with(OPTIONS.replace("[\"reject:", "[\"reject:word:" + mark + "\", \"reject:") + options));
    eventually("configured", SOON, () -> outcome(mark) == FilterTrial.Outcome.REJECTED);
  }

  @Before
  public void aGroupWithEveryRole() throws Exception {
    // Another test's options would else be in force for a moment longer. The first one does not
    // find its own: each change takes a second.
    eventually("active", SOON, () -> services().size() == 1 && isActive());
    if (!Files.readString(config()).equals(with(OPTIONS))) {
      configure(with(OPTIONS));
      eventually("the options of all", SOON, () -> areStandard());
    }
    for (String userId : List.of("author", "member", "groupmod", "stranger", "mod")) {
      if (engine.users().find(userId).isEmpty()) {
        engine.users().register(userId, userId, Map.of());
      }
    }
    create(group);
  }

  private boolean areStandard() {
    return moderation().tryFilters("standard").findings().equals(List.of("filter 1 (reject)"))
        && isActive();
  }

  private void create(Conversation conversation) {
    String name = ((Conversation.OfGroup) conversation).name();
    engine.groups().create(name, Group.Visibility.PRIVATE, Map.of());
    engine.groups().add(name, "author", Role.MEMBER);
    engine.groups().add(name, "member", Role.MEMBER);
    engine.groups().add(name, "groupmod", Role.MODERATOR);
  }

  private boolean isActive() {
    return extensions.find(NAME).orElseThrow().state() == State.ACTIVE && engine.status().open();
  }

  private FilterTrial.Outcome outcome(String text) {
    return moderation().tryFilters(text).outcome();
  }

  @Test
  public void theAuthorEditsAndRetractsWithinTheWindow() throws Exception {
    Message message = sent(group, "first");
    assertEquals("better", moderation().edit(message.id(), "better", AUTHOR, "").content());
    refused(Problem.Code.NOT_ALLOWED, () -> edit(message, Actor.user("member")));
    refused(Problem.Code.INVALID, () -> edit(message, Actor.user("stranger")));
    assertTrue(moderation().retract(message.id(), AUTHOR, "").isRetracted());
    assertEquals("nothing of it is moderation", List.of(), recorded(message.id()));

    Message late = sent(group, "late");
    configureAlso(", \"edit_window_seconds\": 1, \"retract_window_seconds\": 1");
    eventually("too late to edit", SOON, () -> isNotAllowed(() -> edit(late, AUTHOR)));
    refused(Problem.Code.NOT_ALLOWED, () -> moderation().retract(late.id(), AUTHOR, ""));
  }

  @Test
  public void moderatorsEditAndRetractAlways() throws Exception {
    configureAlso(", \"edit_window_seconds\": 0, \"retract_window_seconds\": 0");
    Message message = sent(group, "loud");
    eventually("never by the author", SOON, () -> isNotAllowed(() -> edit(message, AUTHOR)));
    moderation().edit(message.id(), "soft", Actor.user("groupmod"), "too loud");
    refused(Problem.Code.INVALID, () -> edit(message, Actor.user("mod")));
    ServiceRegistration<Permissions> permissions =
        context.registerService(Permissions.class, new OneModerator(), null);
    try {
      moderation().retract(message.id(), Actor.user("mod"), "still too loud");
    } finally {
      permissions.unregister();
    }
    assertEquals(
        List.of("user mod retract still too loud", "user groupmod edit too loud"),
        recorded(message.id()));
    ModerationRecord record = records.about(Target.message(message.id()), Long.MAX_VALUE, 1).get(0);
    assertEquals("whom", "author", record.details().text("sender").orElseThrow());
    refused(Problem.Code.INVALID, () -> moderation().report(message.id(), Actor.user("mod"), ""));
  }

  /** May moderate messages everywhere. */
  private static final class OneModerator implements Permissions {
    @Override
    public Set<String> roles(String userId) {
      return Set.of();
    }

    @Override
    public boolean allows(String userId, String permission) {
      return userId.equals("mod") && permission.equals(MODERATE_MESSAGES);
    }
  }

  @Test
  public void aTombstoneStaysAndTheSessionsAreTold() throws Exception {
    List<Inbox.Delivery> deliveries = new CopyOnWriteArrayList<>();
    try (Session member = engine.connect("member", "member", Map.of(), deliveries::add)) {
      Message message = sent(group, "unforgettable");
      moderation().retract(message.id(), OPERATOR, "a mistake");
      Message tombstone = engine.history(group).latest(1).get(0);
      assertEquals(message.id(), tombstone.id());
      assertTrue(tombstone.isRetracted());
      assertEquals("", tombstone.content());
      eventually("told", SOON, () -> deliveries.contains(new Inbox.Changed(tombstone)));
      assertEquals(List.of(), moderation().search(MessageSearch.of("unforgettable", 5), OPERATOR));
    }
  }

  @Test
  public void aMessageIsPinnedAndATombstoneIsNoMore() throws Exception {
    Message message = sent(group, "important");
    refused(Problem.Code.NOT_ALLOWED, () -> moderation().pin(message.id(), AUTHOR));
    Pin pin = moderation().pin(message.id(), Actor.user("groupmod"));
    assertEquals(List.of(pin), moderation().pins(group, Actor.user("member")));
    assertTrue(moderation().unpin(message.id(), Actor.user("groupmod")));
    assertEquals(List.of(), moderation().pins(group, OPERATOR));
    moderation().pin(message.id(), OPERATOR);
    moderation().retract(message.id(), AUTHOR, "");
    eventually("unpinned", SOON, () -> moderation().pins(group, OPERATOR).isEmpty());
    assertEquals(
        List.of("operator pin ", "user groupmod unpin ", "user groupmod pin "),
        recorded(message.id()));
  }

  @Test
  public void aMessageIsReportedAndTheQueueHandled() throws Exception {
    Message message = sent(group, "rude");
    refused(
        Problem.Code.INVALID, () -> moderation().report(message.id(), Actor.user("stranger"), ""));
    Report report = moderation().report(message.id(), Actor.user("member"), "rude");
    Actor moderator = Actor.user("groupmod");
    assertEquals(List.of(report), reports(Report.State.OPEN, message, moderator));
    assertEquals(List.of(), reports(Report.State.OPEN, message, AUTHOR));
    Report handled = moderation().resolve(report.number(), moderator, "talked to them");
    assertEquals(List.of(), reports(Report.State.OPEN, message, moderator));
    assertEquals(List.of(handled), reports(Report.State.HANDLED, message, moderator));
    refused(
        Problem.Code.INVALID, () -> moderation().resolve(report.number(), OPERATOR, "once more"));
    assertEquals(
        List.of("user groupmod resolve_report talked to them", "user member report rude"),
        recorded(message.id()));
  }

  @Test
  public void filtersRejectMaskAndFlagMessagesAndEdits() throws Exception {
    assertEquals(
        "Your message has something in it that is not allowed here.", rejection("stop, thief"));
    assertEquals("you *******!", sent(group, "you RÁSC\u200BAL!").content());
    assertEquals("call *********", sent(group, "call 1234-5678").content());
    Message message = sent(group, "fine");
    assertEquals("a ******", moderation().edit(message.id(), "a rascal", AUTHOR, "").content());
    EngineException refused =
        assertThrows(
            EngineException.class, () -> moderation().edit(message.id(), "a thief", OPERATOR, ""));
    assertEquals(Problem.Code.REJECTED, refused.problem().code());
    assertEquals(NAME, refused.problem().extension().orElseThrow());

    moderation().edit(message.id(), "a rumour", AUTHOR, "");
    eventually("reported", SOON, () -> recorded(message.id()).size() == 1);
    assertEquals(
        List.of("extension messages_management flag filter 4 (flag)"), recorded(message.id()));
    assertEquals("a rumour", engine.messages().find(message.id()).orElseThrow().content());
  }

  @Test
  public void hostilePatternsAndTextsHangNothing() throws Exception {
    assertTrue(sent(group, "a".repeat(3_000) + "!").content().startsWith("aaa"));
    assertTrue(sent(group, "1234-".repeat(700)).content().contains("****"));
    assertEquals("*".repeat(4_000), sent(group, "q".repeat(4_000)).content());
  }

  @Test
  public void aBadPatternLeavesTheFiltersAsTheyWere() throws Exception {
    configure(with("\"filters\": [\"mask:pattern:(\"], \"max_links\": 0"));
    eventually(
        "it is logged, and names the pattern",
        SOON,
        () -> log().contains("filter 1 (mask:pattern:() is no pattern"));
    assertEquals(FilterTrial.Outcome.REJECTED, outcome("thief"));
    assertEquals(FilterTrial.Outcome.ACCEPTED, outcome("www.a.example"));
    assertEquals(State.ACTIVE, extensions.find(NAME).orElseThrow().state());
  }

  private static String log() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("itest.home"), "log"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".log")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  public void linksAndMentionsAreLimited() throws Exception {
    assertEquals("@a @b www.a.example", sent(group, "@a @b www.a.example").content());
    assertEquals(
        "Your message has too many links: at most 1 are allowed.",
        rejection("www.a.example http://b.example"));
    assertEquals(
        "Your message mentions too many: at most 2 mentions are allowed.", rejection("@a @b @c"));
  }

  @Test
  public void retentionIsByAgeOrByCountPerConversation() throws Exception {
    Conversation aged = Conversation.group("aged " + System.nanoTime());
    Conversation counted = Conversation.group("counted " + System.nanoTime());
    create(aged);
    create(counted);
    for (int i = 1; i <= 5; i++) {
      for (Conversation each : List.of(aged, counted, group)) {
        sent(each, "message " + i);
      }
    }
    eventually("too old", SOON, () -> contents(aged).isEmpty());
    eventually("too many", SOON, () -> contents(counted).equals(List.of("message 4", "message 5")));
    assertEquals("others stay", 5, contents(group).size());
  }

  private List<String> contents(Conversation conversation) {
    return engine.history(conversation).latest(100).stream().map(Message::content).toList();
  }

  @Test
  public void searchFindsWhatTheUserCanRead() throws Exception {
    String word = "word" + System.nanoTime();
    Message message = sent(group, "a " + word.toUpperCase(Locale.ROOT));
    MessageSearch search = MessageSearch.of(word, 10);
    assertEquals(List.of(message), moderation().search(search, Actor.user("member")));
    assertEquals(List.of(), moderation().search(search, Actor.user("stranger")));
    assertEquals(List.of(message), moderation().search(search, OPERATOR));
  }

  @Test
  public void reportsAndPinsSurviveAnUpdate() throws Exception {
    Message message = sent(group, "kept");
    Pin pin = moderation().pin(message.id(), OPERATOR);
    Report open = moderation().report(message.id(), Actor.user("member"), "why not");
    Report handled =
        moderation()
            .resolve(moderation().report(message.id(), OPERATOR, "").number(), OPERATOR, "done");

    Path hot = Path.of(System.getProperty("itest.home"), "extensions", JAR);
    Path released = Built.target().resolve("homes/moderation-released.jar");
    Files.copy(hot, released, StandardCopyOption.REPLACE_EXISTING);
    for (Path next : List.of(Path.of(System.getProperty("itest.later")), released)) {
      String before = bundle().getVersion().toString();
      Moderated.drop(next, hot);
      eventually("updated", SOON, () -> !bundle().getVersion().toString().equals(before));
      eventually("active", SOON, () -> services().size() == 1 && isActive());
      assertEquals(List.of(pin), moderation().pins(group, OPERATOR));
      assertTrue(moderation().reports(Report.State.OPEN, 0, 500, OPERATOR).contains(open));
      assertTrue(moderation().reports(Report.State.HANDLED, 0, 500, OPERATOR).contains(handled));
      assertEquals("******", sent(group, "rascal").content());
    }
  }

  @Test
  public void commandsAndThreadsGoWithTheExtensionAndComeBack() throws Exception {
    moderation().pin(sent(group, "x").id(), OPERATOR);
    assertEquals(9, commands());
    eventually("at work", SOON, () -> threads().size() == 2);
    configure("{\"extensions\": []}");
    eventually("gone", SOON, () -> commands() == 0 && services().isEmpty());
    eventually("threads end", SOON, () -> threads().isEmpty());
    eventually("nobody is asked", SOON, () -> sent(group, "rascal").content().equals("rascal"));
    configure(with(OPTIONS));
    eventually("and back", SOON, () -> commands() == 9 && isActive());
    eventually("asked", SOON, () -> sent(group, "rascal").content().equals("******"));
    assertFalse(moderation().pins(group, OPERATOR).isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("italk-messages-"))
        .toList();
  }

  private int commands() throws Exception {
    ServiceReference<?>[] found =
        context.getAllServiceReferences(
            null, "(&(osgi.command.scope=italk)(service.bundleid=" + bundle().getBundleId() + "))");
    int functions = 0;
    for (ServiceReference<?> each : found == null ? new ServiceReference<?>[0] : found) {
      functions += ((Object[]) each.getProperty("osgi.command.function")).length;
    }
    return functions;
  }

  private Bundle bundle() {
    for (Bundle bundle : context.getBundles()) {
      if ("italk.ext.messages".equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError("italk.ext.messages is not installed");
  }

  private List<MessageModeration> services() {
    try {
      return context.getServiceReferences(MessageModeration.class, null).stream()
          .map(context::getService)
          .filter(Objects::nonNull)
          .toList();
    } catch (InvalidSyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private MessageModeration moderation() {
    return services().get(0);
  }

  private void edit(Message message, Actor by) {
    moderation().edit(message.id(), "changed", by, "");
  }

  /** The reports of one message that an actor may handle. */
  private List<Report> reports(Report.State state, Message message, Actor by) {
    return moderation().reports(state, 0, MessageModeration.MAX_PAGE, by).stream()
        .filter(report -> report.message().equals(message.id()))
        .toList();
  }

  /** Actor, action and reason of what is recorded about a message, the newest first. */
  private List<String> recorded(MessageId id) {
    return records.about(Target.message(id), Long.MAX_VALUE, 10).stream()
        .map(each -> each.by() + " " + each.action() + " " + each.reason())
        .toList();
  }

  private SendResult send(Conversation to, String content) throws Exception {
    try (Session author = engine.connect("author", "author", Map.of(), delivery -> {})) {
      return author.send(to, content).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private Message sent(Conversation to, String content) throws Exception {
    return send(to, content).orThrow();
  }

  private String rejection(String content) throws Exception {
    return ((SendResult.Refused) send(group, content)).problem().message();
  }

  private static void refused(Problem.Code code, ThrowingRunnable work) {
    EngineException refused = assertThrows(EngineException.class, work);
    assertEquals(refused.getMessage(), code, refused.problem().code());
  }

  private static boolean isNotAllowed(Runnable work) {
    try {
      work.run();
      return false;
    } catch (EngineException refused) {
      return refused.problem().code() == Problem.Code.NOT_ALLOWED;
    }
  }
}
