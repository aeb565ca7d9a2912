package italk.engine.deploy.jar;

import italk.engine.api.operation.Outcome.Result;
import java.time.Duration;

/** A jar that does not become a bundle that runs, with the reason in words for the operator. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Result result;
  private final Duration held;
  private final boolean curable;

  /** Refused before anything was stopped, and only another file can help. */
  public RefusedException(String reason) {
    this(reason, Result.REFUSED, Duration.ZERO, false);
  }

  private RefusedException(String reason, Result result, Duration held, boolean curable) {
    super(reason);
    this.result = result;
    this.held = held;
    this.curable = curable;
  }

  /** Refused before anything was stopped; once other bundles come or go it may be different. */
  public static RefusedException forNow(String reason) {
    return new RefusedException(reason, Result.REFUSED, Duration.ZERO, true);
  }

  /** The same reason, after it was tried and messages waited for it. */
  public RefusedException after(Result tried, Duration waited) {
    return new RefusedException(getMessage(), tried, waited, false);
  }

  /** The same with another reason. */
  public RefusedException because(String reason) {
    return new RefusedException(reason, result, held, curable);
  }

  /** What came of it. */
  public Result result() {
    return result;
  }

  /** How long messages could not pass because of it. */
  public Duration held() {
    return held;
  }

  /** True where the same file may be tried again when other bundles have come or gone. */
  public boolean isCurable() {
    return curable;
  }
}
