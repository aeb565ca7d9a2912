package italk.engine.shell.door;

import italk.engine.api.EngineException;
import italk.engine.shell.CommandFailure;
import italk.engine.shell.client.ExitCode;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Printable;
import java.io.PrintStream;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that failed, told in one line.
 *
 * @param cause what it threw
 * @param command what it was called by
 * @param usages how it should be called
 */
record CommandFault(Exception cause, String command, List<CommandUsage> usages) {

  private static final Logger LOG = LoggerFactory.getLogger(CommandFault.class);

  static int unknown(String name, boolean isEngineUp, PrintStream err) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    if (isEngineUp) {
      err.println("Unknown command: " + printable + ". See: commands (the engine's), help (all)");
      return ExitCode.USAGE;
    }
    err.println(
        "Can't run " + printable + ": the engine is not up (yet). Why: scr:list, and the log");
    return ExitCode.UNREACHABLE;
  }

  /** Prints what went wrong and returns the exit code for it. */
  int report(boolean isEngineUp, PrintStream err) {
    if (cause instanceof CommandNotFoundException missing) {
      return unknown(missing.getCommand(), isEngineUp, err);
    }
    if (CommandUsage.isViolatedIn(cause)) {
      err.println("Wrong arguments for " + command + ". Usage:");
      usages.forEach(usage -> err.println("  " + usage.usage()));
      return ExitCode.USAGE;
    }
    if (cause instanceof InterruptedException) {
      err.println("Interrupted.");
      return ExitCode.FAILED;
    }
    LOG.debug("The command {} failed.", command, cause);
    if (cause instanceof CommandFailure failure) {
      failure.toString().lines().map(Printable::line).forEach(err::println);
      return failure.exitCode();
    }
    Exception plain = cause instanceof EngineException e ? CommandFailure.of(e) : cause;
    err.println(Printable.line(plain.toString().replaceAll("\\R", " ")));
    return ExitCode.FAILED;
  }
}
