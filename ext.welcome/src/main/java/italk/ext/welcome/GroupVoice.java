package italk.ext.welcome;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a group that somebody came: as a message of a user of its own, so that it passes the
 * interceptors and is in the history as any other. That user is online while this is open.
 *
 * <p>For the engine's listener thread, but for {@link #close}.
 */
final class GroupVoice implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupVoice.class);

  private final Engine engine;
  private final String userId;

  // Guarded by this; nothing is called out to under the lock.
  private Optional<Session> open = Optional.empty();
  private boolean closed;

  GroupVoice(Engine engine, String userId) {
    this.engine = engine;
    this.userId = userId;
  }

  /** True where this is the user that speaks here: nobody has to greet it. */
  boolean isOf(String id) {
    return userId.equals(id);
  }

  /** Does not wait for the message to be stored; says in the log where it was refused. */
  void say(String groupName, String text) {
    Optional<Group> group = engine.groups().find(groupName);
    if (group.isEmpty()) {
      LOGGER.warn(
          "welcome.group: there is no group \"{}\", so nobody was told who came; create it, or take"
              + " the option out.",
          groupName);
      return;
    }
    Optional<Session> session = session();
    if (session.isEmpty()) {
      return; // The extension is being stopped.
    }
    if (!group.get().hasMember(userId)) {
      engine.groups().add(groupName, userId, Group.Role.MEMBER);
    }
    session
        .get()
        .send(Conversation.group(groupName), text)
        .thenAccept(
            result -> {
              if (result instanceof SendResult.Refused refused) {
                said(groupName, refused.problem());
              }
            });
  }

  private static void said(String groupName, Problem problem) {
    LOGGER.warn("The group \"{}\" was not told who came: {}", groupName, problem.message());
  }

  private Optional<Session> session() {
    synchronized (this) {
      if (closed || open.filter(Session::isOpen).isPresent()) {
        return closed ? Optional.empty() : open;
      }
    }
    Session session = engine.connect(userId, "Welcome", Map.of(), delivery -> {});
    synchronized (this) {
      if (!closed) {
        open = Optional.of(session);
        return open;
      }
    }
    session.close();
    return Optional.empty();
  }

  @Override
  public void close() {
    Optional<Session> session;
    synchronized (this) {
      closed = true;
      session = open;
      open = Optional.empty();
    }
    session.ifPresent(Session::close);
  }
}
