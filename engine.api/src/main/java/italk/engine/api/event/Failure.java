package italk.engine.api.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something went wrong: the {@code error} of the original, really emitted.
 *
 * @param source the extension's name, or {@code engine}
 * @param operation what was being done, such as {@code intercept message} or {@code listen}
 * @param subject what it was being done to, such as the conversation or the user's id; never a
 *     message's content
 * @param description what happened and what was done about it, in words
 * @param at when
 * @since 1.0
 */
@ProviderType
public record Failure(
    String source, String operation, String subject, String description, Instant at)
    implements EngineEvent {

  /** Checks that nothing is missing. */
  public Failure {
    requireNonNull(source, "source");
    requireNonNull(operation, "operation");
    requireNonNull(subject, "subject");
    requireNonNull(description, "description");
    requireNonNull(at, "at");
  }
}
