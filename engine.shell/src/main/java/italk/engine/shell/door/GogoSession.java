package italk.engine.shell.door;

import italk.engine.shell.FolderCommands;
import italk.engine.shell.ShellUser;
import italk.engine.shell.client.ExitCode;
import italk.engine.shell.client.Frame;
import italk.engine.shell.client.FrameChannel;
import italk.engine.shell.text.Alarm;
import italk.engine.shell.text.CommandUsage;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;

/**
 * A Gogo session whose output goes to a client. Commands are run by one thread at a time; {@link
 * #interrupt} and {@link #close} may come from others.
 */
final class GogoSession {

  /** Our own commands first, then those of the framework, then whatever there is. */
  private static final String SCOPES = "italk:felix:gogo:*";

  private static final Pattern COMMAND_NAME =
      Pattern.compile("[\\p{Alnum}_.-]+(:[\\p{Alnum}_.-]+)?");

  private final CommandSession session;
  private final PrintStream out;
  private final PrintStream err;

  GogoSession(CommandProcessor processor, FrameChannel channel, Optional<String> user) {
    out = printStream(channel, Frame.Kind.OUT);
    err = printStream(channel, Frame.Kind.ERR);
    session = processor.createSession(InputStream.nullInputStream(), out, err);
    session.put("SCOPE", SCOPES);
    // What people write to one another is no file name pattern: "Ça va ?"
    session.put(CommandSession.OPTION_NO_GLOB, true);
    user.ifPresent(name -> ShellUser.name(session, name));
  }

  private static PrintStream printStream(FrameChannel channel, Frame.Kind kind) {
    return new PrintStream(new FrameOutputStream(channel, kind), true, StandardCharsets.UTF_8);
  }

  /** Where the paths that are not absolute begin. Before the first command, or between two. */
  void enter(Path folder) {
    FolderCommands.enter(session, folder);
  }

  /** Runs the command that the first word names; the others reach it as they are. */
  int run(List<String> words) {
    if (words.isEmpty()) {
      err.println("A command is missing. Try: help");
      return ExitCode.USAGE;
    }
    String name = words.get(0);
    if (!COMMAND_NAME.matcher(name).matches()) {
      return CommandFault.unknown(name, isEngineUp(), err);
    }
    // As a variable that Gogo expands into arguments they are never parsed, whatever is in them.
    session.put("args", List.copyOf(words.subList(1, words.size())));
    try {
      return execute(() -> session.execute(name + " $args"), name);
    } finally {
      session.put("args", null);
    }
  }

  /** Runs a line as somebody typed it. */
  int line(String line) {
    return execute(() -> session.execute(line), line.strip().split("\\s", 2)[0]);
  }

  private int execute(Callable<Object> command, String name) {
    try {
      Object result = command.call();
      if (result != null) {
        print(session.format(result, Converter.INSPECT));
      }
      return exitCode(Alarm.in(result));
    } catch (Exception e) {
      if (isGone(name)) {
        return CommandFault.unknown(name, isEngineUp(), err);
      }
      return new CommandFault(e, name, CommandUsage.of(session, name)).report(isEngineUp(), err);
    }
  }

  private void print(CharSequence text) {
    if (text.length() == 0 || text.charAt(text.length() - 1) == '\n') {
      out.print(text);
    } else {
      out.println(text);
    }
  }

  private int exitCode(Optional<Alarm> alarm) {
    alarm.map(Alarm::reason).filter(reason -> !reason.isEmpty()).ifPresent(err::println);
    return alarm.isPresent() ? ExitCode.FAILED : ExitCode.OK;
  }

  private boolean isEngineUp() {
    return session.get("italk:status") != null && !isGone("italk:status");
  }

  // The command of a component that can't be activated is there, and has nothing behind it.
  private boolean isGone(String command) {
    if (!(session.get(command.indexOf(':') < 0 ? "*:" + command : command)
        instanceof CommandProxy proxy)) {
      return false;
    }
    try {
      return proxy.getTarget() == null;
    } finally {
      proxy.ungetTarget();
    }
  }

  /** The names of all commands, with their scopes. */
  Collection<String> names() {
    Collection<String> names = new TreeSet<>();
    if (session.get(".commands") instanceof Collection<?> found) {
      found.forEach(name -> names.add(name.toString()));
    }
    return names;
  }

  /** Interrupts the command that runs, if one does. */
  void interrupt() {
    Job job = session.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
  }

  /** Ends the session; a command that runs is interrupted. */
  void close() {
    session.close();
  }
}
