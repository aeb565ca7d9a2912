package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Somebody's word that a message should be looked at, and what came of it.
 *
 * @param number which report it is, from 1; never given twice
 * @param message the message's id
 * @param conversation where it was sent
 * @param senderId who sent it
 * @param by who reports it: a user, or an extension whose filter found something
 * @param reason why, for people; one line of at most {@value ModerationRecord#MAX_REASON}
 *     characters, may be ""
 * @param at when, to the millisecond
 * @param resolution what came of it; empty while it is open
 * @since 1.0
 */
@ProviderType
public record Report(
    long number,
    MessageId message,
    Conversation conversation,
    String senderId,
    Actor by,
    String reason,
    Instant at,
    Optional<Resolution> resolution) {

  /** How far a report has come. */
  @ProviderType
  public enum State {
    /** It waits for a moderator. */
    OPEN,
    /** It has a resolution. */
    HANDLED
  }

  /**
   * What came of a report.
   *
   * @param by who decided
   * @param text what was decided, for people; one line of at most {@value
   *     ModerationRecord#MAX_REASON} characters
   * @param at when, to the millisecond
   */
  @ProviderType
  public record Resolution(Actor by, String text, Instant at) {
    /** Checks every part. */
    public Resolution {
      requireNonNull(by, "by");
      requireNonNull(at, "at");
      checkLength("A resolution", text);
    }
  }

  /** Checks every part. */
  public Report {
    requireNonNull(message, "message");
    requireNonNull(conversation, "conversation");
    requireNonNull(senderId, "senderId");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
    requireNonNull(resolution, "resolution");
    checkLength("The reason of a report", reason);
  }

  /** How far it has come. */
  public State state() {
    return resolution.isPresent() ? State.HANDLED : State.OPEN;
  }

  /** This report with what came of it. */
  public Report resolved(Resolution newResolution) {
    return new Report(
        number,
        message,
        conversation,
        senderId,
        by,
        reason,
        at,
        Optional.of(requireNonNull(newResolution, "newResolution")));
  }

  private static void checkLength(String what, String text) {
    if (text.length() > ModerationRecord.MAX_REASON) {
      throw Problem.of(
              Problem.Code.INVALID,
              what
                  + " has at most "
                  + ModerationRecord.MAX_REASON
                  + " characters, found "
                  + text.length()
                  + ".")
          .exception();
    }
  }
}
