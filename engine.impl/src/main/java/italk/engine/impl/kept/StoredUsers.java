package italk.engine.impl.kept;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.Change;
import italk.engine.api.store.Store;
import italk.engine.impl.event.Events;
import italk.engine.impl.session.LiveSession;
import italk.engine.impl.session.Sessions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The users: stored by the store, kept at hand by a bounded cache, online by their sessions.
 *
 * <p>The cache is only ever filled by reading and emptied after a commit, before the caller hears
 * of it: whoever reads after a change was acknowledged sees it.
 */
public final class StoredUsers implements Users {

  private static final int CACHED = 20_000;

  private final Store store;
  private final Sessions sessions;
  private final Events events;
  private final Changes changes;
  private final Cache<String, User> cache = Caffeine.newBuilder().maximumSize(CACHED).build();

  public StoredUsers(Store store, Changes changes, Sessions sessions, Events events) {
    this.store = store;
    this.changes = changes;
    this.sessions = sessions;
    this.events = events;
  }

  /** A user as it would be registered now. */
  public static User newUser(String id, String name, Map<String, ?> metadata) {
    // To the millisecond: what the store gives back is what was given to it.
    return new User(
        id, name, Metadata.of(metadata), Instant.now().truncatedTo(ChronoUnit.MILLIS), false);
  }

  /** To be called after the commit of a user's change. */
  public void forget(String id) {
    cache.invalidate(id);
  }

  @Override
  public User register(String id, String name, Map<String, ?> metadata) {
    User user = newUser(id, name, metadata);
    return changes.<User, User>make(
        transaction -> {
          if (transaction.user(id).isPresent()) {
            throw exists(id);
          }
          transaction.save(user);
          return user;
        },
        saved -> {
          forget(id);
          events.publish(new Change.UserRegistered(saved, Instant.now()));
          return saved;
        },
        "Registering the user " + id);
  }

  @Override
  public Optional<User> find(String id) {
    return Optional.ofNullable(cache.get(id, key -> store.user(key).orElse(null)))
        .map(this::withOnline);
  }

  @Override
  public List<User> list(String afterId, int limit) {
    return store.users(afterId, Pages.checked(limit, MAX_PAGE)).stream()
        .map(this::withOnline)
        .toList();
  }

  @Override
  public List<User> search(String text, int limit) {
    return store.searchUsers(text, Pages.checked(limit, MAX_PAGE)).stream()
        .map(this::withOnline)
        .toList();
  }

  @Override
  public List<User> online() {
    return sessions.onlineUserIds().stream()
        .sorted()
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public User rename(String id, String newName) {
    return change(id, user -> user.withName(newName));
  }

  @Override
  public User setMetadata(String id, Map<String, ?> metadata) {
    Metadata copy = Metadata.of(metadata);
    return change(id, user -> user.withMetadata(copy));
  }

  private record Changed(User before, User after) {}

  private User change(String id, UnaryOperator<User> change) {
    return changes.<Changed, User>make(
        transaction -> {
          User before = transaction.user(id).orElseThrow(() -> unknown(id));
          User after = change.apply(before);
          transaction.save(after);
          return new Changed(before, after);
        },
        changed -> {
          forget(id);
          User user = withOnline(changed.after());
          User before = withOnline(changed.before());
          events.publish(new Change.UserChanged(before, user, Instant.now()));
          return user;
        },
        "Changing the user " + id);
  }

  @Override
  public int disconnect(String id, String reason) {
    List<LiveSession> open = List.copyOf(sessions.of(id));
    open.forEach(session -> session.close(reason));
    return open.size();
  }

  private User withOnline(User user) {
    return user.withOnline(sessions.isOnline(user.id()));
  }

  private static EngineException exists(String id) {
    return Problem.of(
            Problem.Code.USER_EXISTS,
            "The user \"" + id + "\" is registered already: connect it, or choose another id.")
        .exception();
  }

  public static EngineException unknown(String id) {
    return Problem.of(
            Problem.Code.UNKNOWN_USER,
            "There is no user \"" + Objects.toString(id) + "\": register or connect it first.")
        .exception();
  }

  public static Problem noPart(String userId, Conversation conversation) {
    return Problem.of(
        Problem.Code.NOT_ALLOWED,
        "The user \"" + userId + "\" takes no part in " + conversation + ".");
  }
}
