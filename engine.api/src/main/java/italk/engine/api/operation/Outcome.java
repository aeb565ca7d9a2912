package italk.engine.api.operation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What came of an operation.
 *
 * @param kind what was wanted
 * @param result what came of it
 * @param subject the extension's name, else the bundle's symbolic name, else the file's name
 * @param before the version that ran before; empty where there was none
 * @param version the version that was to run; empty where none could be read, or at an uninstall
 * @param cause why it did not come out as wanted, or why it was done though nobody asked for it, in
 *     words; else empty
 * @param took how long it took
 * @param held how long messages could not pass because of it
 * @param at when it ended
 * @since 1.0
 */
@ProviderType
public record Outcome(
    Kind kind,
    Result result,
    String subject,
    Optional<String> before,
    Optional<String> version,
    String cause,
    Duration took,
    Duration held,
    Instant at) {

  /** What was wanted. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Kind {
    /** A bundle that was not there before. */
    INSTALL,
    /** Another version, or other bytes, of a bundle that is there. */
    UPDATE,
    /** A version that ran before. */
    ROLLBACK,
    /** Its jar was taken out of the hot folder. */
    UNINSTALL
  }

  /** What came of it. New results may be added: have a default branch. */
  @ProviderType
  public enum Result {
    /** As wanted: what was to run runs, and so does everything that depends on it. */
    DONE,
    /** There was nothing to do: these very bytes run already. */
    UNCHANGED,
    /** Refused before anything was stopped. */
    REFUSED,
    /** It was tried and was bad: the version before runs again, and so does what depends on it. */
    ROLLED_BACK,
    /** It was tried and was bad, and there is no version before, or it did not come back. */
    FAILED
  }

  /** Checks that nothing is missing. */
  public Outcome {
    requireNonNull(kind, "kind");
    requireNonNull(result, "result");
    requireNonNull(subject, "subject");
    requireNonNull(before, "before");
    requireNonNull(version, "version");
    requireNonNull(cause, "cause");
    requireNonNull(took, "took");
    requireNonNull(held, "held");
    requireNonNull(at, "at");
  }

  /** True where what was to run runs. */
  public boolean isGood() {
    return result == Result.DONE || result == Result.UNCHANGED;
  }
}
