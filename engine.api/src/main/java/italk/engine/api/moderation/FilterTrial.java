package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the filters would make of a text. Nothing of it is kept or recorded.
 *
 * @param outcome what would become of it
 * @param content the text as it would be stored; as it was given where it would be rejected
 * @param findings what was found, in words that don't repeat the text, such as {@code filter 2
 *     (mask)}; empty where nothing was
 * @since 1.0
 */
@ProviderType
public record FilterTrial(Outcome outcome, String content, List<String> findings) {

  /** What can become of a text. New outcomes may be added: have a default branch. */
  @ProviderType
  public enum Outcome {
    /** It is stored as it is. */
    ACCEPTED,
    /** It is stored with something made unreadable. */
    MASKED,
    /** It is refused. */
    REJECTED
  }

  /** Checks that nothing is missing and copies the findings. */
  public FilterTrial {
    requireNonNull(outcome, "outcome");
    requireNonNull(content, "content");
    findings = List.copyOf(findings);
  }
}
