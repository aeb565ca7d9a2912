package italk.engine.shell.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program behind {@code bin/italk COMMAND …} and {@code bin/italk shell}. */
public final class Main {

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Main(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs one command, or a shell, in the engine behind {@code --socket}. */
  public static void main(String... args) {
    System.exit(new Main(System.in, System.out, System.err).run(args));
  }

  int run(String... args) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (!arguments.interactive()) {
        return command(arguments);
      }
      return isTerminal() ? JLinePrompt.run(arguments, out) : lines(arguments);
    } catch (Arguments.UsageException e) {
      err.println(e.getMessage());
      err.println(Arguments.USAGE);
      return ExitCode.USAGE;
    } catch (UnreachableException e) {
      err.println(e.getMessage());
      return ExitCode.UNREACHABLE;
    } catch (IOException e) {
      err.println("The connection to the engine failed: " + e.getMessage());
      return ExitCode.UNREACHABLE;
    }
  }

  private int command(Arguments arguments) throws IOException {
    try (EngineConnection engine = EngineConnection.open(arguments, Output.to(out, err))) {
      return engine.run(arguments.words());
    }
  }

  /** Lines from a pipe, until its end; the last one's exit code counts, as with {@code sh}. */
  private int lines(Arguments arguments) throws IOException {
    try (EngineConnection engine = EngineConnection.open(arguments, Output.to(out, err))) {
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int exitCode = ExitCode.OK;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          exitCode = engine.line(line);
        }
      }
      return exitCode;
    }
  }

  private boolean isTerminal() {
    return in == System.in && System.console() != null && hasJLine();
  }

  private static boolean hasJLine() {
    try {
      Class.forName("org.jline.reader.LineReader", false, Main.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
