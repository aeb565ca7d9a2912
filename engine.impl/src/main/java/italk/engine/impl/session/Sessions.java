package italk.engine.impl.session;

import italk.engine.api.Inbox;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent;
import italk.engine.impl.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntSupplier;

/**
 * The open sessions, by id and by user.
 *
 * <p>{@code byUser} is the truth about who is online. Coming and going of one user is made, and
 * told, inside its {@code compute}: so a listener never hears of a session's end before its
 * beginning. Nothing foreign runs in there; publishing only puts events into queues.
 */
public final class Sessions {

  private final Events events;
  private final IntSupplier maxSessions;
  private final ConcurrentMap<String, LiveSession> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Set<LiveSession>> byUser = new ConcurrentHashMap<>();

  public Sessions(Events events, IntSupplier maxSessions) {
    this.events = events;
    this.maxSessions = maxSessions;
  }

  public void open(LiveSession session) {
    if (byId.size() >= maxSessions.getAsInt()) {
      throw Problem.unavailable(
              "There are " + byId.size() + " sessions, and no more are allowed (max_sessions).",
              Duration.ofSeconds(10))
          .exception();
    }
    byUser.compute(
        session.userId(),
        (id, found) -> {
          Set<LiveSession> sessions = found == null ? ConcurrentHashMap.newKeySet() : found;
          sessions.add(session);
          byId.put(session.id(), session);
          events.publish(
              new EngineEvent.UserConnected(
                  session.userAtConnect().withOnline(true),
                  session.id(),
                  sessions.size() == 1,
                  Instant.now()));
          return sessions;
        });
  }

  /**
   * Forgets a session that was closed.
   *
   * @param user as known now
   */
  public void closed(LiveSession session, User user, String reason) {
    byUser.computeIfPresent(
        session.userId(),
        (id, sessions) -> {
          if (!sessions.remove(session)) {
            return sessions;
          }
          byId.remove(session.id());
          boolean last = sessions.isEmpty();
          events.publish(
              new EngineEvent.UserDisconnected(
                  user.withOnline(!last), session.id(), last, reason, Instant.now()));
          return last ? null : sessions;
        });
  }

  public Optional<Session> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public boolean isOnline(String userId) {
    return byUser.containsKey(userId);
  }

  public Set<String> onlineUserIds() {
    return Set.copyOf(byUser.keySet());
  }

  public int size() {
    return byId.size();
  }

  public Collection<LiveSession> all() {
    return List.copyOf(byId.values());
  }

  public Collection<LiveSession> of(String userId) {
    return byUser.getOrDefault(userId, Set.of());
  }

  public void deliverToAll(Inbox.Delivery delivery) {
    byId.values().forEach(session -> session.deliver(delivery));
  }

  public void deliverTo(String userId, Inbox.Delivery delivery) {
    of(userId).forEach(session -> session.deliver(delivery));
  }

  /**
   * Delivers to those of many users who are online, at the cost of the smaller of the two numbers.
   */
  public void deliverTo(Set<String> userIds, Inbox.Delivery delivery) {
    if (userIds.size() <= byUser.size()) {
      userIds.forEach(userId -> deliverTo(userId, delivery));
    } else {
      byUser.forEach(
          (userId, sessions) -> {
            if (userIds.contains(userId)) {
              sessions.forEach(session -> session.deliver(delivery));
            }
          });
    }
  }
}
