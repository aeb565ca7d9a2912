package italk.engine.shell.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.ArgumentCompleter;
import org.jline.reader.impl.completer.NullCompleter;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The shell at a terminal: editing, history, completion of the commands' names. */
final class JLinePrompt {

  private static final String PROMPT = "italk> ";
  private static final Set<String> LEAVE = Set.of("exit", "quit", "logout");

  private JLinePrompt() {}

  static int run(Arguments arguments, PrintStream out) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().name("italk").system(true).build()) {
      AtomicReference<LineReader> prompt = new AtomicReference<>();
      PromptOutput output =
          new PromptOutput(
              Output.to(out, out),
              line -> Optional.ofNullable(prompt.get()).ifPresent(p -> p.printAbove(line)));
      try (EngineConnection engine = EngineConnection.open(arguments, output)) {
        prompt.set(reader(terminal, engine.names(), arguments.history()));
        terminal.handle(Terminal.Signal.INT, signal -> engine.interrupt());
        return loop(prompt.get(), engine, output);
      }
    }
  }

  private static int loop(LineReader reader, EngineConnection engine, PromptOutput output)
      throws IOException {
    int exitCode = ExitCode.OK;
    while (true) {
      try {
        String line = reader.readLine(PROMPT).strip();
        if (LEAVE.contains(line)) {
          return exitCode;
        }
        if (!line.isEmpty()) {
          output.commandRuns(true);
          exitCode = engine.line(line);
          output.commandRuns(false);
        }
      } catch (UserInterruptException e) {
        // Ctrl-C at the prompt drops what was typed, as in any shell.
      } catch (EndOfFileException e) {
        return exitCode;
      }
    }
  }

  private static LineReader reader(
      Terminal terminal, Collection<String> names, Optional<Path> history) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("italk")
            .terminal(terminal)
            .completer(
                new ArgumentCompleter(
                    new StringsCompleter(shortNames(names)), NullCompleter.INSTANCE))
            // "Bonjour !" is chat, not a reference to an earlier line.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    return builder.build();
  }

  /** With their scopes, and without where they are the engine's own. */
  private static Set<String> shortNames(Collection<String> names) {
    Set<String> all = new TreeSet<>(names);
    names.stream()
        .filter(name -> name.startsWith("italk:"))
        .map(name -> name.substring("italk:".length()))
        .forEach(all::add);
    all.addAll(LEAVE);
    return all;
  }
}
