package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Target;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The extension's parts over an engine in memory, in which every user but "nobody" is known. */
final class Scene implements AutoCloseable {

  static final Actor OPERATOR = Actor.operator();
  static final String GROUP = "chess";

  final TestTime time = new TestTime();
  final MemoryStorage storage = new MemoryStorage();
  final TestGroups groups = new TestGroups();
  final Standing standing = new Standing();
  final SerialWork work = new SerialWork();
  final List<String> recorded = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  final Engine engine = engine();
  volatile boolean recordsFail;
  GroupBook book;
  GroupActions actions;
  GroupGuard guard;

  Scene() {
    this(new TestOptions());
  }

  Scene(TestOptions options) {
    start(options);
  }

  /** As after an update: new parts, the same storage. */
  void start(TestOptions options) {
    book = new GroupBook(storage, options.get(), time);
    actions = new GroupActions(engine, new Records(), book, standing, work);
    guard = new GroupGuard(engine, storage, book, standing, time::nanoTime);
  }

  /** The group with one owner, two moderators, two members: o, m1, m2, a, b. */
  Scene withGroup(Group.Visibility visibility) {
    actions.create(user("o"), GROUP, visibility, "o");
    groups.add(GROUP, "m1", Group.Role.MODERATOR);
    groups.add(GROUP, "m2", Group.Role.MODERATOR);
    groups.add(GROUP, "a", Group.Role.MEMBER);
    groups.add(GROUP, "b", Group.Role.MEMBER);
    return this;
  }

  Group.Role roleOf(String userId) {
    return groups.find(GROUP).orElseThrow().members().get(userId);
  }

  /** Somebody has the permission to moderate groups. */
  void moderating(String moderatorId) {
    standing.permissions =
        new Permissions() {
          @Override
          public Set<String> roles(String userId) {
            return Set.of();
          }

          @Override
          public boolean allows(String userId, String permission) {
            return userId.equals(moderatorId) && permission.equals(MODERATE_GROUPS);
          }
        };
  }

  static Actor user(String id) {
    return Actor.user(id);
  }

  /** What kind of problem something meets. */
  static Problem.Code problem(Runnable work) {
    return refusal(work).problem().code();
  }

  static EngineException refusal(Runnable work) {
    try {
      work.run();
    } catch (EngineException refused) {
      return refused;
    }
    throw new AssertionError("It was done.");
  }

  private Engine engine() {
    Users users =
        answering(
            Users.class,
            "find",
            arguments ->
                arguments[0].equals("nobody")
                    ? Optional.empty()
                    : Optional.of(
                        new User(
                            (String) arguments[0],
                            "Somebody",
                            Metadata.EMPTY,
                            Instant.EPOCH,
                            true)));
    Engine rest =
        answering(
            Engine.class,
            "emit",
            arguments -> {
              told.add(((CustomEvent) arguments[0]).type());
              return null;
            });
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "users" -> users;
                  case "groups" -> groups;
                  default -> method.invoke(rest, arguments);
                });
  }

  private interface Answer {
    Object to(Object... arguments);
  }

  private static <T> T answering(Class<T> type, String name, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals(name)) {
                return answer.to(arguments);
              }
              throw new UnsupportedOperationException(method.toString());
            }));
  }

  @Override
  public void close() {
    work.close();
  }

  private final class Records implements ModerationRecords {

    @Override
    public ModerationRecord record(
        Actor by,
        String action,
        Target target,
        String reason,
        Optional<Instant> until,
        Map<String, ?> details) {
      if (recordsFail) {
        throw Problem.of(Problem.Code.UNAVAILABLE, "The disk is full.").exception();
      }
      recorded.add(by + ": " + action + " " + target + " because " + reason);
      return new ModerationRecord(
          1, Instant.EPOCH, by, action, target, reason, until, Metadata.of(details));
    }

    @Override
    public List<ModerationRecord> before(long number, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ModerationRecord> about(Target target, long number, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
