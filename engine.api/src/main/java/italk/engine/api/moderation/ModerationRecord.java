package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One thing that was done to keep order. Never changed afterwards.
 *
 * @param number its place among all records, from 1, without gaps that mean anything
 * @param at when it was done, to the millisecond
 * @param by who did it
 * @param action what was done, such as {@code ban}: lower-case letters, digits and underscores, 1
 *     to {@value #MAX_ACTION}
 * @param target to whom or what
 * @param reason why, for people; at most {@value #MAX_REASON} characters, may be ""
 * @param until when it ends by itself; empty where it doesn't
 * @param details what else there is to know about it; never a message's content
 * @since 1.0
 */
@ProviderType
public record ModerationRecord(
    long number,
    Instant at,
    Actor by,
    String action,
    Target target,
    String reason,
    Optional<Instant> until,
    Metadata details) {

  /** How long the name of an action may be. */
  public static final int MAX_ACTION = 64;

  /** How long a reason may be. */
  public static final int MAX_REASON = 1_000;

  /** Checks every part. */
  public ModerationRecord {
    requireNonNull(at, "at");
    requireNonNull(by, "by");
    requireNonNull(target, "target");
    requireNonNull(until, "until");
    requireNonNull(details, "details");
    if (!action.matches("[a-z0-9_]{1," + MAX_ACTION + "}")) {
      throw invalid(
          "The name of an action has 1 to "
              + MAX_ACTION
              + " lower-case letters, digits and underscores.");
    }
    if (reason.length() > MAX_REASON) {
      throw invalid(
          "A reason has at most " + MAX_REASON + " characters, found " + reason.length() + ".");
    }
  }

  private static RuntimeException invalid(String why) {
    return Problem.of(Problem.Code.INVALID, why).exception();
  }
}
