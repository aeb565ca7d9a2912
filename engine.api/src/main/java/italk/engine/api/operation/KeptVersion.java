package italk.engine.api.operation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A version of an extension whose jar is kept.
 *
 * @param version the bundle's
 * @param state how it stands to the one that runs
 * @param since when it was put in last
 * @param digest the SHA-256 of its bytes, in hexadecimal
 * @since 1.0
 */
@ProviderType
public record KeptVersion(String version, State state, Instant since, String digest) {

  /** How a version stands to the one that runs. New states may be added: have a default branch. */
  @ProviderType
  public enum State {
    /** It runs. */
    CURRENT,
    /** It ran before: rolling back leads to the newest of these. */
    BEFORE,
    /** It was rolled back: only by its version it is gone to again. */
    UNDONE
  }

  /** Checks that nothing is missing. */
  public KeptVersion {
    requireNonNull(version, "version");
    requireNonNull(state, "state");
    requireNonNull(since, "since");
    requireNonNull(digest, "digest");
  }
}
