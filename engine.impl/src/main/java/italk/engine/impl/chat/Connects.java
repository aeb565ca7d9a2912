package italk.engine.impl.chat;

import italk.engine.api.EngineException;
import italk.engine.api.Inbox;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.store.Store;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.kept.Publisher;
import italk.engine.impl.kept.StoredUsers;
import italk.engine.impl.kept.Waiting;
import italk.engine.impl.message.WithinInterceptor;
import italk.engine.impl.session.LiveSession;
import italk.engine.impl.session.Sessions;
import italk.engine.impl.work.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/** How a user gets a session. The connects of one user walk one after the other. */
final class Connects {

  /** More than all the timeouts of a sane chain; the caller is told rather than left hanging. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Passage<ConnectInterceptor> passage;
  private final Store store;
  private final StoredUsers users;
  private final Sessions sessions;
  private final Publisher publisher;
  private final BiFunction<User, Inbox, LiveSession> newSession;
  private final IntSupplier maxWaiting;
  private final Lanes<String, ConnectWalk> lanes;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<ConnectWalk> onTheirWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Connects(
      Passage<ConnectInterceptor> passage,
      Store store,
      StoredUsers users,
      Sessions sessions,
      Publisher publisher,
      BiFunction<User, Inbox, LiveSession> newSession,
      IntSupplier maxWaiting) {
    this.passage = passage;
    this.store = store;
    this.users = users;
    this.sessions = sessions;
    this.publisher = publisher;
    this.newSession = newSession;
    this.maxWaiting = maxWaiting;
    this.lanes = new Lanes<>(passage.workers(), ConnectWalk::handle);
  }

  Session connect(User candidate, Inbox inbox) {
    WithinInterceptor.problem(passage, "connect", candidate.id())
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
    ConnectWalk walk = new ConnectWalk(this, passage, candidate, inbox);
    try {
      if (waiting.incrementAndGet() > maxWaiting.getAsInt()) {
        throw Problem.unavailable(
                "Too many users are connecting. Try again in 1 s.", Duration.ofSeconds(1))
            .exception();
      }
      onTheirWay.add(walk);
      lanes.submit(candidate.id(), walk);
      if (closed) {
        // It may have come between the last look of close and its end.
        walk.abandon(Waiting.engineClosed());
      }
      return Waiting.get(walk.result(), LIMIT, "Connecting " + candidate.id());
    } catch (EngineException e) {
      walk.abandon(e.problem());
      throw e;
    } finally {
      onTheirWay.remove(walk);
      waiting.decrementAndGet();
    }
  }

  /** Tells all who wait that nothing will come of it. */
  void close() {
    closed = true;
    onTheirWay.forEach(walk -> walk.abandon(Waiting.engineClosed()));
  }

  /** As stored, where the user is known. On a worker. */
  Optional<User> known(String userId) {
    return users.find(userId);
  }

  /** All interceptors have accepted. */
  void open(ConnectWalk walk, User user, boolean known) {
    if (known) {
      publisher.publish(() -> openNow(walk, user));
      return;
    }
    Waiting.<Registration>write(
            store,
            transaction -> {
              // Someone may have registered the user since it was looked up.
              Optional<User> found = transaction.user(user.id());
              if (found.isEmpty()) {
                transaction.save(user);
              }
              return new Registration(found.orElse(user), found.isEmpty());
            })
        .whenComplete(
            (registration, thrown) ->
                publisher.publish(
                    () -> {
                      if (thrown != null) {
                        walk.refused(Waiting.asEngineException(thrown, "Connecting").problem());
                        return;
                      }
                      users.forget(user.id());
                      if (registration.isNew()) {
                        passage
                            .events()
                            .publish(new Change.UserRegistered(registration.user(), Instant.now()));
                      }
                      openNow(walk, registration.user());
                    }));
  }

  private record Registration(User user, boolean isNew) {}

  // On the publisher.
  private void openNow(ConnectWalk walk, User user) {
    try {
      LiveSession session = newSession.apply(user, walk.inbox());
      sessions.open(session);
      if (!walk.opened(session)) {
        session.close("the caller has given up waiting");
      }
    } catch (EngineException e) {
      walk.refused(e.problem());
    }
  }
}
