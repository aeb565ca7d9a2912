package italk.engine.api.extension;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An interceptor's answer: accept, replace, reject. Immutable, so that nothing can be changed after
 * the deadline.
 *
 * @since 1.0
 */
@ProviderType
public sealed interface Verdict {

  /** The verdicts that make sense on a connect. */
  @ProviderType
  sealed interface OnConnect extends Verdict {}

  /** It goes on as it is. */
  @ProviderType
  record Accept() implements OnConnect {}

  /**
   * The message goes on with another content.
   *
   * @param content the new content, within the same bounds as any
   */
  @ProviderType
  record Replace(String content) implements Verdict {
    /** Checks that there is a content. */
    public Replace {
      requireNonNull(content, "content");
    }
  }

  /**
   * It ends here.
   *
   * @param reason for the user to read
   * @param retryAfter when trying again may succeed; empty where it won't
   */
  @ProviderType
  record Reject(String reason, Optional<Duration> retryAfter) implements OnConnect {
    /** Checks that nothing is missing. */
    public Reject {
      requireNonNull(reason, "reason");
      requireNonNull(retryAfter, "retryAfter");
    }
  }

  /** It goes on as it is. */
  static Accept accept() {
    return new Accept();
  }

  /** The message goes on with another content. */
  static Replace replace(String content) {
    return new Replace(content);
  }

  /** It ends here, for good. */
  static Reject reject(String reason) {
    return new Reject(reason, Optional.empty());
  }

  /** It ends here, and may be tried again after a while. */
  static Reject reject(String reason, Duration retryAfter) {
    return new Reject(reason, Optional.of(retryAfter));
  }
}
