package italk.engine.api;

import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The messaging engine, an OSGi service. Safe for any thread.
 *
 * <p>Callers are trusted: they have authenticated their users upstream and hand in no tokens.
 *
 * @since 1.0
 */
@ProviderType
public interface Engine {

  /**
   * How the engine is.
   *
   * @param open true where messages and connects pass; false where they wait for {@code waitingFor}
   * @param waitingFor what the gate waits for, in words; empty where it is open
   * @param sessions how many sessions there are
   * @param waitingMessages how many messages are on their way and neither stored nor refused
   * @param maxMessageLength how many characters a message may have
   * @param uptime since the engine was started
   * @param readOnly why nothing can be stored just now, in words: sends are refused, what is stored
   *     can be read, and the engine tries again by itself; empty where all is well
   */
  @ProviderType
  record Status(
      boolean open,
      List<String> waitingFor,
      int sessions,
      int waitingMessages,
      int maxMessageLength,
      Duration uptime,
      Optional<String> readOnly) {
    /** Copies the list. */
    public Status {
      Objects.requireNonNull(readOnly, "readOnly");
      waitingFor = List.copyOf(waitingFor);
    }
  }

  /** What ends a {@link Engine#listen}. */
  @ProviderType
  interface Subscription extends AutoCloseable {
    /**
     * Ends it. What the listener is being told at this moment still comes to its end. Closing again
     * does nothing.
     */
    @Override
    void close();
  }

  /**
   * Opens a session for a user. Registers the user where it is new; else keeps the stored name and
   * metadata. Blocks until the interceptors have decided.
   *
   * @param userId the user's id, authenticated upstream
   * @param name how the user is called, where it is new
   * @param metadata what to keep with the user, where it is new; see {@link Metadata} for what it
   *     may hold
   * @param inbox where the session's deliveries arrive
   * @throws EngineException with {@link Problem.Code#INVALID}, {@link Problem.Code#REJECTED} by an
   *     interceptor, or {@link Problem.Code#UNAVAILABLE}
   */
  Session connect(String userId, String name, Map<String, ?> metadata, Inbox inbox);

  /** The open session with this id; empty where there is none. */
  Optional<Session> session(String sessionId);

  /** The users. */
  Users users();

  /** The groups. */
  Groups groups();

  /** The history of a conversation; empty where nothing was ever sent to it. */
  History history(Conversation conversation);

  /** The stored messages, of all conversations. */
  Messages messages();

  /** How far each user has read. */
  ReadPositions readPositions();

  /** Tells all listeners of an event that is not the engine's own. Does not block. */
  void emit(CustomEvent event);

  /**
   * Tells a listener of every event from now on, until the subscription is closed. For programs
   * that embed the engine; a bundle registers its listener as a service instead.
   *
   * @param name whose listener it is, for reports
   */
  Subscription listen(String name, EngineListener listener);

  /** How the engine is, now. */
  Status status();
}
