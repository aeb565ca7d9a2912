package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a session's deliveries arrive: the integrator's way to the client's connection.
 *
 * <p>The engine calls it on threads of its own, one delivery at a time, in order. It may block:
 * that slows this session only. A session whose inbox falls too far behind is closed; what it
 * missed is in the history.
 *
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface Inbox {

  /** What an inbox can receive. */
  @ProviderType
  sealed interface Delivery {}

  /**
   * A message of a conversation that the session's user takes part in; the user's own messages,
   * too.
   *
   * @param message as it was stored
   */
  @ProviderType
  record Incoming(Message message) implements Delivery {
    /** Checks that nothing is missing. */
    public Incoming {
      requireNonNull(message, "message");
    }
  }

  /**
   * A message that was delivered, or is in the history, was edited or retracted.
   *
   * @param message as it is now
   */
  @ProviderType
  record Changed(Message message) implements Delivery {
    /** Checks that nothing is missing. */
    public Changed {
      requireNonNull(message, "message");
    }
  }

  /**
   * A text to this session alone that is no message and in no history, such as a greeting.
   *
   * @param source the name of the extension it comes from, or {@code engine}
   * @param text for the user to read
   * @param at when it was made
   */
  @ProviderType
  record Notice(String source, String text, Instant at) implements Delivery {
    /** Checks that nothing is missing. */
    public Notice {
      requireNonNull(source, "source");
      requireNonNull(text, "text");
      requireNonNull(at, "at");
    }
  }

  /**
   * The last delivery: the session is closed.
   *
   * @param reason for the user to read
   */
  @ProviderType
  record Closed(String reason) implements Delivery {
    /** Checks that nothing is missing. */
    public Closed {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * Takes one delivery.
   *
   * @param delivery never null
   * @throws Exception the delivery is lost to this session and reported as a failure; the next one
   *     comes all the same
   */
  void receive(Delivery delivery) throws Exception;
}
