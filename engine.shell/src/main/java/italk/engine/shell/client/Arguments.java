package italk.engine.shell.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the client was started with.
 *
 * @param socket where the engine listens
 * @param folder where the paths in commands begin that are not absolute; is absolute
 * @param interactive true where lines are read from standard input
 * @param history where the lines are kept that were typed; empty where they aren't
 * @param words the command; empty where interactive
 */
record Arguments(
    Path socket, Path folder, boolean interactive, Optional<Path> history, List<String> words) {

  static final String USAGE =
      """
      usage: italk COMMAND [WORD...]   runs one command in the running engine
             italk shell               reads commands, from the terminal or from standard input
      (java: Main --socket PATH [--folder PATH] [--interactive [--history FILE]] [--] [WORD...])""";

  /** The arguments don't fit together. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Options end at the first word that is none, or after {@code --}. */
  static Arguments parse(String... args) throws UsageException {
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    Path socket = null;
    Path folder = Path.of("");
    Path history = null;
    boolean interactive = false;
    while (!rest.isEmpty() && rest.peek().startsWith("--")) {
      String option = rest.pop();
      if (option.equals("--")) {
        break;
      }
      switch (option) {
        case "--socket" -> socket = path(option, rest);
        case "--folder" -> folder = path(option, rest);
        case "--history" -> history = path(option, rest);
        case "--interactive" -> interactive = true;
        default -> throw new UsageException("unknown option " + option);
      }
    }
    if (socket == null) {
      throw new UsageException("--socket PATH is missing");
    }
    if (interactive != rest.isEmpty()) {
      throw new UsageException(
          interactive ? "--interactive takes no command" : "a command is missing");
    }
    return new Arguments(
        socket,
        folder.toAbsolutePath(),
        interactive,
        Optional.ofNullable(history),
        List.copyOf(rest));
  }

  private static Path path(String option, Deque<String> rest) throws UsageException {
    if (rest.isEmpty()) {
      throw new UsageException(option + " needs a path after it");
    }
    try {
      return Path.of(rest.pop());
    } catch (InvalidPathException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }
}
