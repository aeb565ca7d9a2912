package italk.engine.api;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A {@link Problem} on its way to the caller. The message is the problem's own, made for people.
 *
 * @since 1.0
 */
@ProviderType
public final class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Carries {@code problem}. */
  public EngineException(Problem problem) {
    super(requireNonNull(problem, "problem").message());
    this.problem = problem;
  }

  /** Carries {@code problem}, found because of {@code cause}. */
  public EngineException(Problem problem, Throwable cause) {
    super(requireNonNull(problem, "problem").message(), cause);
    this.problem = problem;
  }

  /** What went wrong. */
  public Problem problem() {
    return problem;
  }
}
