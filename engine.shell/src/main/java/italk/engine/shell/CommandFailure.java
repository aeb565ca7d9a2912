package italk.engine.shell;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.shell.client.ExitCode;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Printable;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command throws: shells print an exception by {@link #toString()}, and people need no class
 * name there.
 */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A failure with these words. */
  static CommandFailure of(String message) {
    return new CommandFailure(message, null, ExitCode.FAILED);
  }

  /** A failure that takes several lines; each is fit for a terminal. */
  static CommandFailure of(List<String> lines) {
    return of(String.join("\n", lines));
  }

  /** A command was called with words that it does not take. */
  static CommandFailure usage(String message, List<CommandUsage> usages) {
    String lines =
        Stream.concat(Stream.of(message), usages.stream().map(each -> "  " + each.usage()))
            .collect(Collectors.joining("\n"));
    return new CommandFailure(lines, null, ExitCode.USAGE);
  }

  /** A problem of the engine, in one line. */
  public static CommandFailure of(EngineException exception) {
    return new CommandFailure(words(exception.problem()), exception, ExitCode.FAILED);
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

  /** What a program that runs the command is told. */
  public int exitCode() {
    return exitCode;
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
