package italk.engine.shell;

import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.engine.shell.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The sessions that were opened from shells: one per user, at most {@value #MAX_SESSIONS}, closed
 * with this component at the latest.
 *
 * <p>The map and the flag are under the map's lock, which is not held while the engine is called.
 */
@Component(immediate = true, service = ShellSessions.class)
public final class ShellSessions {

  static final int MAX_SESSIONS = 1_000;

  private static final String REASON = "the shell is stopping";

  private final Engine engine;
  private final Map<String, ShellSession> sessions = new HashMap<>();
  private boolean closed;

  /** Needs the engine. */
  @Activate
  public ShellSessions(@Reference Engine engine) {
    this.engine = engine;
  }

  /** Opens a session; what it receives goes to {@code console} for as long as somebody sees it. */
  void open(String userId, String name, Map<String, ?> metadata, Console console) {
    forgetIfOver(userId);
    ShellSession opening = reserve(userId, console);
    try {
      Session session = engine.connect(userId, name, metadata, opening);
      opening.opened(session);
      if (isClosed()) {
        opening.close(REASON);
      }
    } catch (RuntimeException e) {
      forget(userId, opening);
      throw e;
    }
  }

  private ShellSession reserve(String userId, Console console) {
    synchronized (sessions) {
      if (sessions.containsKey(userId)) {
        throw CommandFailure.of(
            "The shell has a session for "
                + Printable.line(userId)
                + " already. See what it received: inbox "
                + Printable.line(userId)
                + ", or end it: disconnect "
                + Printable.line(userId));
      }
      if (sessions.size() >= MAX_SESSIONS) {
        throw CommandFailure.of(
            "The shell has " + MAX_SESSIONS + " sessions open, its limit. Disconnect some first.");
      }
      ShellSession reserved = new ShellSession(userId, console, ended -> forget(userId, ended));
      sessions.put(userId, reserved);
      return reserved;
    }
  }

  private void forgetIfOver(String userId) {
    ShellSession found;
    synchronized (sessions) {
      found = sessions.get(userId);
    }
    if (found != null && found.isOver()) {
      forget(userId, found);
    }
  }

  private void forget(String userId, ShellSession session) {
    synchronized (sessions) {
      sessions.remove(userId, session);
    }
  }

  private boolean isClosed() {
    synchronized (sessions) {
      return closed;
    }
  }

  /** The shell's session of a user. */
  ShellSession find(String userId) {
    forgetIfOver(userId);
    synchronized (sessions) {
      ShellSession found = sessions.get(userId);
      if (found == null) {
        throw CommandFailure.of(
            "The shell has no session for "
                + Printable.line(userId)
                + ". Open one: connect "
                + Printable.line(userId)
                + " NAME");
      }
      return found;
    }
  }

  /** Closes all sessions. */
  @Deactivate
  public void close() {
    List<ShellSession> open;
    synchronized (sessions) {
      closed = true;
      open = List.copyOf(sessions.values());
      sessions.clear();
    }
    open.forEach(session -> session.close(REASON));
  }
}
