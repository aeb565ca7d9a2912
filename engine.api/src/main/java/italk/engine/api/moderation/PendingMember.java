package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Problem;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A user who may become a member of a group: who was invited, or asked to come in.
 *
 * @param group the group's name
 * @param userId who would be the member
 * @param kind invited or asked
 * @param by who invited, or asked
 * @param at when, to the millisecond
 * @param until when it ends unanswered
 * @since 1.0
 */
@ProviderType
public record PendingMember(
    String group, String userId, Kind kind, Actor by, Instant at, Instant until) {

  /** Whose answer is waited for. */
  @ProviderType
  public enum Kind {
    /** The user's. */
    INVITED,
    /** The group's. */
    REQUESTED
  }

  /** Checks that nothing is missing. */
  public PendingMember {
    requireNonNull(kind, "kind");
    requireNonNull(by, "by");
    requireNonNull(at, "at");
    requireNonNull(until, "until");
    if (group.isEmpty() || userId.isEmpty()) {
      throw Problem.of(Problem.Code.INVALID, "Who may become a member has an id and a group.")
          .exception();
    }
  }
}
