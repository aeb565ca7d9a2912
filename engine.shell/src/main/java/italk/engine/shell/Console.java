package italk.engine.shell;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/**
 * Where lines are printed that no command asked for. Safe for any thread.
 *
 * @see ReaderConsole
 */
interface Console {

  /** The variable under which Gogo's JLine shell keeps what reads its lines. */
  String READER = ".reader";

  /** False where nobody can see what is printed any more. */
  boolean print(String line);

  /** The console of a shell. */
  static Console of(CommandSession shell) {
    return Optional.ofNullable(shell.get(READER))
        .flatMap(ReaderConsole::over)
        .orElseGet(() -> over(shell.getConsole()));
  }

  /** A stream that fails once nobody reads it any more. */
  static Console over(PrintStream stream) {
    return line -> {
      stream.println(line);
      return !stream.checkError();
    };
  }
}
