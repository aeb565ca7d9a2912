package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Why something was not done, in a form for programs ({@link #code()}) and for people ({@link
 * #message()}).
 *
 * @param code the kind of problem, for programs to decide on
 * @param message names the thing, what was expected, what was found and what to do
 * @param retryAfter when trying the same again may succeed; empty where trying again is of no use
 * @param extension the name of the extension that decided so; empty where the engine itself did
 * @since 1.0
 */
@ProviderType
public record Problem(
    Code code, String message, Optional<Duration> retryAfter, Optional<String> extension) {

  /** The kinds of problem. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Code {
    /** An argument is out of its bounds: correct it. */
    INVALID,
    /** No user has this id: register or connect it first. */
    UNKNOWN_USER,
    /** A user with this id is registered already. */
    USER_EXISTS,
    /** No group has this name: create it first. */
    UNKNOWN_GROUP,
    /** A group with this name exists already. */
    GROUP_EXISTS,
    /** The user is not a member of the group: join it first. */
    NOT_A_MEMBER,
    /** The operation is not allowed to this user here. */
    NOT_ALLOWED,
    /** An extension rejected it. */
    REJECTED,
    /** The engine can't do it just now: try again after {@link Problem#retryAfter()}. */
    UNAVAILABLE,
    /** The session or the engine is closed: connect again. */
    CLOSED
  }

  /** Checks that nothing is missing. */
  public Problem {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
    requireNonNull(retryAfter, "retryAfter");
    requireNonNull(extension, "extension");
  }

  /** A problem that the engine itself found, and that trying again won't solve. */
  public static Problem of(Code code, String message) {
    return new Problem(code, message, Optional.empty(), Optional.empty());
  }

  /** A problem that is expected to be over after {@code retryAfter}. */
  public static Problem unavailable(String message, Duration retryAfter) {
    return new Problem(Code.UNAVAILABLE, message, Optional.of(retryAfter), Optional.empty());
  }

  /** This problem as an exception, to be thrown. */
  public EngineException exception() {
    return new EngineException(this);
  }
}
