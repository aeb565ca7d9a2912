package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message that is held up for all who take part in its conversation.
 *
 * @param message the message's id
 * @param conversation where it was sent
 * @param by who pinned it
 * @param at when, to the millisecond
 * @since 1.0
 */
@ProviderType
public record Pin(MessageId message, Conversation conversation, Actor by, Instant at) {

  /** Checks that nothing is missing. */
  public Pin {
    requireNonNull(message, "message");
    requireNonNull(conversation, "conversation");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
  }
}
