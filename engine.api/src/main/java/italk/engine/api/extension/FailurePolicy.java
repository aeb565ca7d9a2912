package italk.engine.api.extension;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What counts as the verdict when an interceptor gives none.
 *
 * @since 1.0
 */
@ProviderType
public enum FailurePolicy {
  /** Fail closed: what it would have been asked about is refused. For moderation. */
  REJECT,
  /** Fail open: what it would have been asked about goes on as if accepted. For comfort. */
  ACCEPT
}
