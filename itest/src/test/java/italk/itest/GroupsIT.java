package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import italk.engine.api.Group.Visibility;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.Extensions;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupModeration;
import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.PendingMember;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Target;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * What {@code groups_management} promises, in the real framework: private and public groups, roles
 * and rights, slow mode, read-only groups, limits on members, ownership handed over, and nobody who
 * can lock everybody out; through updates and restarts.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
@SuppressWarnings("try") // sessions are held open, not used
public class GroupsIT {

  private static final String NAME = "groups_management";
  private static final String JAR = "italk.ext.groups.jar";
  private static final String LATER = "9.9.9";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Actor OPERATOR = Actor.operator();

  @Inject private Engine engine;
  @Inject private Extensions extensions;
  @Inject private ModerationRecords records;
  @Inject private BundleContext context;

  private final String group = "group " + System.nanoTime();

  @Configuration
  public Option[] configuration() throws Exception {
    Path home = Built.target().resolve("homes/groups");
    Option distribution = DistributionOptions.with(home, enabled(true));
    Path jar = Built.distribution().resolve("extensions").resolve(JAR);
    Files.copy(jar, home.resolve("extensions").resolve(JAR));
    return options(
        distribution,
        systemProperty("itest.home").value(home.toString()),
        systemProperty("itest.later").value(TestJar.withVersion(jar, LATER).toString()));
  }

  private static String enabled(boolean enabled) {
    return enabled
        ? "{\"extensions\": [\"" + NAME + "\"], \"" + NAME + "\": {\"max_members\": 40}}"
        : "{\"extensions\": []}";
  }

  @Before
  public void aGroupWithEveryRole() {
    eventually("the extension is active", SOON, () -> groups().size() == 1 && isActive());
    for (String userId : List.of("owner", "moderator", "member", "guest")) {
      if (engine.users().find(userId).isEmpty()) {
        engine.users().register(userId, userId, Map.of());
      }
    }
    moderation().create(Actor.user("owner"), group, Visibility.PRIVATE, "owner");
    engine.groups().add(group, "moderator", Role.MODERATOR);
    engine.groups().add(group, "member", Role.MEMBER);
  }

  private boolean isActive() {
    return extensions.find(NAME).orElseThrow().state() == State.ACTIVE && engine.status().open();
  }

  @Test
  public void publicGroups() {
    moderation().create(Actor.user("owner"), group + " open", Visibility.PUBLIC, "owner");
    assertTrue(moderation().join(Actor.user("guest"), group + " open", "guest").hasMember("guest"));
  }

  @Test
  public void privateGroupsByInvitation() {
    refused(() -> moderation().join(Actor.user("guest"), group, "guest"));
    refused(() -> moderation().request(Actor.user("guest"), group, "guest"));
    refused(() -> moderation().invite(Actor.user("member"), group, "guest"));
    moderation().invite(Actor.user("moderator"), group, "guest");
    moderation().decline(Actor.user("guest"), group, "guest");
    moderation().invite(Actor.user("moderator"), group, "guest");
    assertTrue(moderation().accept(Actor.user("guest"), group, "guest").hasMember("guest"));
  }

  @Test
  public void privateGroupsByApproval() {
    moderation().setRule(Actor.user("owner"), group, "entry", "approval", "");
    moderation().request(Actor.user("guest"), group, "guest");
    refused(() -> moderation().approve(Actor.user("member"), group, "guest"));
    moderation().refuse(Actor.user("moderator"), group, "guest");
    moderation().request(Actor.user("guest"), group, "guest");
    assertTrue(moderation().approve(Actor.user("moderator"), group, "guest").hasMember("guest"));
  }

  @Test
  public void rolesAndRightsPerRole() throws Exception {
    assertEquals("", problem("member"));
    rule("write", "moderator");
    assertEquals("Your role doesn't allow you to write in this group.", problem("member"));
    assertEquals("", problem("moderator"));
    refused(() -> moderation().remove(Actor.user("member"), group, "moderator", ""));
    refused(() -> moderation().setRule(Actor.user("moderator"), group, "write", "member", ""));
    refused(
        () -> moderation().setRole(Actor.user("moderator"), group, "member", Role.MODERATOR, ""));
    rule("change", "moderator");
    moderation().setRole(Actor.user("moderator"), group, "member", Role.MODERATOR, "");
    assertEquals("", problem("member"));
  }

  @Test
  public void aPermissionCountsAsOwnershipWhileItsServiceIsThere() throws Exception {
    Permissions permissions =
        new Permissions() {
          @Override
          public Set<String> roles(String userId) {
            return Set.of();
          }

          @Override
          public boolean allows(String userId, String permission) {
            return userId.equals("guest") && permission.equals(MODERATE_GROUPS);
          }
        };
    refused(() -> moderation().setRule(Actor.user("guest"), group, "write", "owner", ""));
    ServiceRegistration<Permissions> registration =
        context.registerService(Permissions.class, permissions, null);
    try {
      moderation().setRule(Actor.user("guest"), group, "write", "owner", "");
    } finally {
      registration.unregister();
    }
    refused(() -> moderation().setRule(Actor.user("guest"), group, "write", "member", ""));
    assertEquals("Your role doesn't allow you to write in this group.", problem("moderator"));
  }

  @Test
  public void slowMode() throws Exception {
    rule("slow_mode_seconds", "3600");
    assertEquals("", problem("member"));
    Problem tooSoon = ((SendResult.Refused) send("member")).problem();
    assertEquals(Problem.Code.REJECTED, tooSoon.code());
    assertTrue(tooSoon.message(), tooSoon.message().startsWith("This group is in slow mode"));
    Duration wait = tooSoon.retryAfter().orElseThrow();
    assertTrue(wait.toString(), wait.compareTo(Duration.ofHours(1)) <= 0 && !wait.isZero());
    assertEquals("", problem("moderator"));
    assertEquals("", problem("moderator"));
  }

  @Test
  public void readOnlyGroupsAndEditsInThem() throws Exception {
    SendResult.Sent sent = (SendResult.Sent) send("member");
    assertTrue(edit(sent) instanceof SendResult.Sent);
    rule("slow_mode_seconds", "3600");
    assertTrue("edits don't count", edit(sent) instanceof SendResult.Sent);
    rule("read_only", "true");
    assertEquals("This group is read-only.", problem("member"));
    assertTrue(edit(sent) instanceof SendResult.Refused);
    assertEquals("", problem("moderator"));
    rule("write_read_only", "owner");
    assertEquals("This group is read-only.", problem("moderator"));
    assertEquals("", problem("owner"));
  }

  @Test
  public void limitsOnMembersHoldFor32AtOnce() throws Exception {
    String open = group + " open";
    moderation().create(OPERATOR, open, Visibility.PUBLIC, "owner");
    assertEquals("by the options", 40, moderation().rules(open).maxMembers());
    moderation().setRule(OPERATOR, open, "max_members", "9", "");
    List<Callable<Boolean>> joins = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String userId = "joins" + i;
      engine.users().register(userId, userId, Map.of());
      joins.add(() -> moderation().join(Actor.user(userId), open, userId).hasMember(userId));
    }
    assertEquals(8, doneOf(joins));
    assertEquals(9, engine.groups().find(open).orElseThrow().members().size());
  }

  @Test
  public void ownershipHandedOver() {
    refused(() -> moderation().handOver(Actor.user("moderator"), group, "moderator", ""));
    Group after = moderation().handOver(Actor.user("owner"), group, "member", "holidays");
    assertEquals(Role.OWNER, after.members().get("member"));
    assertEquals(Role.MODERATOR, after.members().get("owner"));
  }

  @Test
  public void nobodyCanLockEverybodyOut() throws Exception {
    refused(() -> moderation().leave(Actor.user("owner"), group, "owner"));
    refused(() -> moderation().remove(OPERATOR, group, "owner", ""));
    refused(() -> moderation().setRole(OPERATOR, group, "owner", Role.MEMBER, ""));
    for (String right : List.of("write", "invite", "remove", "change", "write_read_only")) {
      rule(right, "owner");
    }
    rule("read_only", "true");
    assertEquals("", problem("owner"));

    moderation().setRole(OPERATOR, group, "moderator", Role.OWNER, "");
    assertEquals(
        "of two who demote each other, one does",
        1,
        doneOf(List.of(demotes("owner", "moderator"), demotes("moderator", "owner"))));
    assertEquals(
        1,
        Collections.frequency(
            engine.groups().find(group).orElseThrow().members().values(), Role.OWNER));
  }

  private Callable<Boolean> demotes(String by, String userId) {
    return () ->
        moderation().setRole(Actor.user(by), group, userId, Role.MEMBER, "").hasMember(userId);
  }

  @Test
  public void aGroupLeftWithoutOwnerGetsOneFromTheOperator() {
    engine.groups().leave(group, "owner");
    refused(() -> moderation().handOver(Actor.user("moderator"), group, "moderator", ""));
    Group after = moderation().handOver(OPERATOR, group, "moderator", "");
    assertEquals(Role.OWNER, after.members().get("moderator"));
  }

  @Test
  public void whatIsDoneIsRecordedWhoWhomWhenWhy() {
    Actor moderator = Actor.user("moderator");
    moderation().remove(moderator, group, "member", "spam");
    ModerationRecord record = records.about(Target.user("member"), Long.MAX_VALUE, 1).get(0);
    assertEquals("group_remove", record.action());
    assertEquals(moderator, record.by());
    assertEquals("spam", record.reason());
    assertEquals(group, record.details().text("group").orElseThrow());
    moderation().setRule(OPERATOR, group, "read_only", "true", "quiet");
    moderation().delete(OPERATOR, group, "over");
    assertEquals(
        List.of("group_delete over", "group_rule quiet"),
        records.about(Target.group(group), Long.MAX_VALUE, 10).stream()
            .map(each -> each.action() + " " + each.reason())
            .toList());
  }

  @Test
  public void rulesAndInvitationsSurviveARestartAndAnUpdate() throws Exception {
    rule("read_only", "true");
    moderation().invite(Actor.user("moderator"), group, "guest");
    GroupRules before = moderation().rules(group);
    List<PendingMember> pending = moderation().pending(OPERATOR, group);

    bundle().stop();
    eventually("gone", SOON, () -> groups().isEmpty());
    // The hot folder may be at work with it: of two, Felix sends one away.
    eventually("started", SOON, this::start);
    assertKept(before, pending);

    Path hot = Path.of(System.getProperty("itest.home"), "extensions", JAR);
    Path released = Built.target().resolve("homes/groups-released.jar");
    Files.copy(hot, released, StandardCopyOption.REPLACE_EXISTING);
    Moderated.drop(Path.of(System.getProperty("itest.later")), hot);
    eventually("updated", SOON, () -> bundle().getVersion().toString().equals(LATER));
    assertKept(before, pending);
    assertEquals("This group is read-only.", problem("member"));
    Moderated.drop(released, hot);
    eventually("and back", SOON, () -> !bundle().getVersion().toString().equals(LATER));
    assertKept(before, pending);
  }

  private boolean start() throws Exception {
    bundle().start();
    return true;
  }

  private void assertKept(GroupRules rules, List<PendingMember> pending) {
    eventually("active", SOON, () -> groups().size() == 1 && isActive());
    assertEquals(rules, moderation().rules(group));
    assertEquals(pending, moderation().pending(OPERATOR, group));
  }

  @Test
  public void commandsAndRulesGoWithTheExtensionAndComeBack() throws Exception {
    rule("read_only", "true");
    assertEquals(13, commands());
    configure(false);
    eventually("commands are gone", SOON, () -> commands() == 0 && groups().isEmpty());
    eventually("nobody is asked any more", SOON, () -> problem("member").isEmpty());
    eventually("its thread ends", SOON, () -> !threads().contains("italk-groups-management"));
    configure(true);
    eventually("and back", SOON, () -> commands() == 13 && isActive());
    assertEquals("This group is read-only.", problem("member"));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private int commands() throws Exception {
    ServiceReference<?>[] found =
        context.getAllServiceReferences(
            null, "(&(osgi.command.scope=italk)(service.bundleid=" + bundle().getBundleId() + "))");
    int functions = 0;
    for (ServiceReference<?> each : found == null ? new ServiceReference<?>[0] : found) {
      Object names = each.getProperty("osgi.command.function");
      functions += names instanceof Object[] several ? several.length : 1;
    }
    return functions;
  }

  private static void configure(boolean enabled) throws Exception {
    Files.writeString(Path.of(System.getProperty("itest.home"), "config.json"), enabled(enabled));
  }

  private Bundle bundle() {
    for (Bundle bundle : context.getBundles()) {
      if ("italk.ext.groups".equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError("italk.ext.groups is not installed");
  }

  private List<GroupModeration> groups() {
    try {
      return context.getServiceReferences(GroupModeration.class, null).stream()
          .map(context::getService)
          .filter(Objects::nonNull)
          .toList();
    } catch (InvalidSyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private GroupModeration moderation() {
    return groups().get(0);
  }

  private void rule(String rule, String value) {
    moderation().setRule(Actor.user("owner"), group, rule, value, "");
  }

  private static void refused(ThrowingRunnable work) {
    EngineException refused = assertThrows(EngineException.class, work);
    assertEquals(refused.getMessage(), Problem.Code.NOT_ALLOWED, refused.problem().code());
  }

  /** How many were done at the same time, and not refused. */
  private static int doneOf(List<Callable<Boolean>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      CyclicBarrier start = new CyclicBarrier(all.size());
      List<Future<Boolean>> futures = new ArrayList<>();
      for (Callable<Boolean> each : all) {
        futures.add(
            threads.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  try {
                    return each.call();
                  } catch (EngineException refused) {
                    return false;
                  }
                }));
      }
      int done = 0;
      for (Future<Boolean> future : futures) {
        done += future.get(30, TimeUnit.SECONDS) ? 1 : 0;
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Why a user can't send a message to the group; "" where it was sent. */
  private String problem(String userId) throws Exception {
    return send(userId) instanceof SendResult.Refused refused ? refused.problem().message() : "";
  }

  private SendResult send(String userId) throws Exception {
    try (Session session = engine.connect(userId, userId, Map.of(), delivery -> {})) {
      return session
          .send(Conversation.group(group), "Bonjour")
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private SendResult edit(SendResult.Sent sent) throws Exception {
    return engine
        .messages()
        .edit(sent.message().id(), "Bonsoir", Actor.user("member"))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
