package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a user was forbidden, and may be again when it is over.
 *
 * @param kind what it keeps the user from
 * @param userId whom
 * @param by who decided so
 * @param reason why, for people, the user among them; may be ""
 * @param at since when, to the millisecond
 * @param until when it ends by itself, to the millisecond; empty where it doesn't
 * @since 1.0
 */
@ProviderType
public record Sanction(
    Kind kind, String userId, Actor by, String reason, Instant at, Optional<Instant> until) {

  /** The kinds of sanction. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Kind {
    /** Keeps from connecting. */
    BAN,
    /** Keeps from writing. */
    MUTE
  }

  /** Checks every part. */
  public Sanction {
    requireNonNull(kind, "kind");
    requireNonNull(userId, "userId");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
    requireNonNull(until, "until");
    if (reason.length() > ModerationRecord.MAX_REASON) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A reason has at most "
                  + ModerationRecord.MAX_REASON
                  + " characters, found "
                  + reason.length()
                  + ".")
          .exception();
    }
  }

  /** True where it has ended by itself. */
  public boolean isOver(Instant now) {
    return until.isPresent() && !now.isBefore(until.get());
  }

  /** How long it still lasts; empty where it has no end. */
  public Optional<Duration> remaining(Instant now) {
    return until.map(end -> isOver(now) ? Duration.ZERO : Duration.between(now, end));
  }
}
