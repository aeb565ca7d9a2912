package italk.engine.api.event;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import java.time.Instant;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An event of an extension's own, for other extensions.
 *
 * @param type what kind it is, such as {@code polls/closed}: the extension's name first; 1 to 128
 *     characters
 * @param payload what there is to tell
 * @param at when
 * @since 1.0
 */
@ProviderType
public record CustomEvent(String type, Metadata payload, Instant at) implements EngineEvent {

  /** How long a type may be. */
  public static final int MAX_TYPE_LENGTH = 128;

  /** Checks every part. */
  public CustomEvent {
    requireNonNull(payload, "payload");
    requireNonNull(at, "at");
    if (type.isBlank() || type.length() > MAX_TYPE_LENGTH) {
      throw Problem.of(
              Problem.Code.INVALID,
              "An event's type has 1 to "
                  + MAX_TYPE_LENGTH
                  + " characters, found "
                  + type.length()
                  + ".")
          .exception();
    }
  }

  /** An event that happens now. */
  public static CustomEvent of(String type, Map<String, ?> payload) {
    return new CustomEvent(type, Metadata.of(payload), Instant.now());
  }
}
