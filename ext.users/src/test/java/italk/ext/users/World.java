package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What surrounds the extension: an engine of what is asked of it, a storage and records in memory,
 * and a clock to be set. What outlives the extension's components.
 */
final class World implements AutoCloseable {

  static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

  final Map<String, User> known = new ConcurrentHashMap<>();
  final List<String> disconnected = new CopyOnWriteArrayList<>();
  final List<String> closed = new CopyOnWriteArrayList<>();
  final Records records = new Records();
  final Storage storage = new Storage();
  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final InstantSource clock = now::get;

  private final Users users =
      answering(
          Users.class,
          Map.of(
              "find", arguments -> Optional.ofNullable(known.get(arguments[0])),
              "online", arguments -> known.values().stream().filter(User::online).toList(),
              "disconnect", this::disconnect,
              "rename",
                  arguments ->
                      known.computeIfPresent(
                          (String) arguments[0],
                          (id, user) -> user.withName((String) arguments[1])),
              "setMetadata",
                  arguments ->
                      known.computeIfPresent(
                          (String) arguments[0],
                          (id, user) -> user.withMetadata(metadata(arguments[1])))));

  final Engine engine =
      answering(
          Engine.class,
          Map.of("users", arguments -> users, "session", arguments -> session(arguments)));

  private final List<AutoCloseable> components = new ArrayList<>();

  Ledger ledger;
  Moderation moderation;
  UsersManagement hooks;

  World(String... roles) {
    for (String id : List.of("admin", "moderator", "alice", "bob")) {
      known.put(id, new User(id, id, Metadata.EMPTY, START, true));
    }
    start(options("", roles));
  }

  /** The components, as after a restart or an update. */
  void start(UsersManagementOptions options) {
    stop();
    ledger = new Ledger(engine, storage, options);
    moderation = new Moderation(engine, storage, records, ledger, clock);
    components.add(moderation::deactivate);
    hooks = new UsersManagement(engine, ledger, clock);
  }

  void pass(Duration time) {
    now.updateAndGet(it -> it.plus(time));
  }

  private Integer disconnect(Object... arguments) {
    User user = known.get(arguments[0]);
    disconnected.add(arguments[0] + ": " + arguments[1]);
    known.put(user.id(), user.withOnline(false));
    return user.online() ? 1 : 0;
  }

  private Optional<Session> session(Object... arguments) {
    return Optional.of(
        answering(
            Session.class,
            Map.of("close", reason -> closed.add(arguments[0] + ": " + reason[0]) ? null : 0)));
  }

  private static Metadata metadata(Object argument) {
    Map<String, Object> values = new TreeMap<>();
    ((Map<?, ?>) argument).forEach((key, value) -> values.put((String) key, value));
    return Metadata.of(values);
  }

  void stop() {
    components.forEach(
        it -> {
          try {
            it.close();
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        });
    components.clear();
  }

  @Override
  public void close() {
    stop();
  }

  static UsersManagementOptions options(String roleMetadata, String... roles) {
    return new UsersManagementOptions() {
      @Override
      public String[] roles() {
        return roles;
      }

      @Override
      public String role__metadata() {
        return roleMetadata;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return UsersManagementOptions.class;
      }
    };
  }

  /** Like the engine's: numbered, and may refuse. */
  static final class Records implements ModerationRecords {

    final List<ModerationRecord> all = new CopyOnWriteArrayList<>();
    volatile boolean refuses;

    @Override
    public synchronized ModerationRecord record(
        Actor by,
        String action,
        Target target,
        String reason,
        Optional<Instant> until,
        Map<String, ?> details) {
      if (refuses) {
        throw unavailable();
      }
      ModerationRecord record =
          new ModerationRecord(
              all.size() + 1, START, by, action, target, reason, until, Metadata.of(details));
      all.add(record);
      return record;
    }

    @Override
    public List<ModerationRecord> before(long number, int limit) {
      return all;
    }

    @Override
    public List<ModerationRecord> about(Target target, long number, int limit) {
      return all.stream().filter(it -> it.target().equals(target)).toList();
    }

    /** Such as {@code operator ban user bob: spam}. */
    List<String> words() {
      return all.stream()
          .map(it -> it.by() + " " + it.action() + " " + it.target() + ": " + it.reason())
          .toList();
    }
  }

  /** Like the engine's: durable, and may refuse or take its time. */
  static final class Storage implements ExtensionStorage {

    final Map<String, String> entries = new ConcurrentSkipListMap<>();
    volatile boolean refuses;
    volatile Runnable beforeWrite = () -> {};

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public Map<String, String> all() {
      return new TreeMap<>(entries);
    }

    @Override
    public void putAll(Map<String, String> more) {
      beforeWrite.run();
      if (refuses) {
        throw unavailable();
      }
      entries.putAll(more);
    }

    @Override
    public void remove(String key) {
      beforeWrite.run();
      if (refuses) {
        throw unavailable();
      }
      entries.remove(key);
    }
  }

  private static EngineException unavailable() {
    return Problem.unavailable("The disk is full.", Duration.ofSeconds(1)).exception();
  }

  private interface Answer {
    Object to(Object... arguments);
  }

  private static <T> T answering(Class<T> type, Map<String, Answer> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Answer answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.to(arguments);
            }));
  }
}
