package italk.engine.shell;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.shell.text.Printable;
import java.util.function.Supplier;

/**
 * What a command throws: shells print an exception by {@link #toString()}, and people need no class
 * name there.
 */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure with these words. */
  static CommandFailure of(String message) {
    return new CommandFailure(message, null);
  }

  /** A problem of the engine, in one line. */
  public static CommandFailure of(EngineException exception) {
    return new CommandFailure(words(exception.problem()), exception);
  }

  /** Says everything that a problem holds. */
  static String words(Problem problem) {
    StringBuilder words = new StringBuilder();
    problem.extension().ifPresent(name -> words.append(name).append(": "));
    words.append(Printable.line(problem.message()));
    problem
        .retryAfter()
        .ifPresent(
            after -> words.append(" (try again in ").append(Printable.duration(after)).append(')'));
    return words.toString();
  }

  /** Runs a command's work; what the engine throws comes out as a failure that reads well. */
  static <T> T plainly(Supplier<T> work) {
    try {
      return work.get();
    } catch (EngineException e) {
      throw of(e);
    }
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
