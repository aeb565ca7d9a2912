package italk.engine.api;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of a message that was sent: it is stored, or it is not.
 *
 * @since 1.0
 */
@ProviderType
public sealed interface SendResult {

  /**
   * It is durably stored: neither a crash nor a restart will lose it.
   *
   * @param message as it was stored
   * @param repeated true where the same client id had been sent before: this is the first one's
   *     result
   */
  @ProviderType
  record Sent(Message message, boolean repeated) implements SendResult {
    /** Checks that nothing is missing. */
    public Sent {
      requireNonNull(message, "message");
    }
  }

  /**
   * It is not stored, and nobody got it.
   *
   * @param problem why, and whether to try again
   */
  @ProviderType
  record Refused(Problem problem) implements SendResult {
    /** Checks that nothing is missing. */
    public Refused {
      requireNonNull(problem, "problem");
    }
  }

  /**
   * The stored message.
   *
   * @throws EngineException where it was refused
   */
  default Message orThrow() {
    if (this instanceof Sent sent) {
      return sent.message();
    }
    throw ((Refused) this).problem().exception();
  }
}
