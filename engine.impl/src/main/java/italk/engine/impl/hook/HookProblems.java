package italk.engine.impl.hook;

import italk.engine.api.Problem;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import java.util.Optional;

/** What is told of a walk that a hook has ended. */
final class HookProblems {

  static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(1);

  private static final int MAX_REASON_LENGTH = 1_000;

  private HookProblems() {}

  /** A fault of ours. */
  static Problem defect() {
    return Problem.unavailable(
        "The engine failed with this one: see its log.", RETRY_AFTER_FAILURE);
  }

  /** That its time is over, to be said after its name. */
  static String late(Hook<?> hook) {
    return "gave no verdict within " + hook.timeout().toMillis() + " ms";
  }

  /** It said no. */
  static Problem rejected(Hook<?> hook, Verdict.Reject reject) {
    String reason = reject.reason();
    return new Problem(
        Problem.Code.REJECTED,
        reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH),
        reject.retryAfter(),
        Optional.of(hook.owner()));
  }

  /**
   * It has not decided, and fails closed.
   *
   * @param why in words, to be said after its name
   */
  static Problem undecided(Hook<?> hook, String why, Duration retryAfter) {
    return new Problem(
        Problem.Code.UNAVAILABLE,
        "Temporarily unavailable: the extension "
            + hook.owner()
            + " "
            + why
            + ". Try again in "
            + Math.max(1, retryAfter.toSeconds())
            + " s.",
        Optional.of(retryAfter),
        Optional.of(hook.owner()));
  }
}
