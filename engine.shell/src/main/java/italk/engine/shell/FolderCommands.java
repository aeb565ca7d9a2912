package italk.engine.shell;

import italk.engine.shell.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/**
 * The folder that a shell is in. Gogo knows two, each with a {@code cd} of its own: that of the
 * session, and that of Felix's commands. This one keeps them together. Stateless.
 */
@Component(immediate = true, service = FolderCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"cd"})
public final class FolderCommands {

  /** The variable where Felix's commands, such as {@code felix:ls}, keep the folder. */
  private static final String FELIX_FOLDER = "_cwd";

  /** Where the shell is. */
  @Descriptor("shows the folder from which paths are meant")
  public String cd(CommandSession shell) {
    return Printable.line(shell.currentDir().toString());
  }

  /** Goes elsewhere. */
  @Descriptor("goes to a folder, from which paths are meant then")
  public void cd(CommandSession shell, @Descriptor("FOLDER") String folder) throws IOException {
    Path path = Words.path(shell, Words.word(folder));
    if (!Files.isDirectory(path)) {
      throw CommandFailure.of(
          "Expected a folder; "
              + Printable.line(path.toString())
              + (Files.exists(path) ? " is none." : " is not there."));
    }
    // So that "..", the next time, is where it seems to be.
    enter(shell, path.toRealPath());
  }

  /** Puts a shell into a folder. */
  public static void enter(CommandSession shell, Path folder) {
    shell.currentDir(folder);
    shell.put(FELIX_FOLDER, folder.toFile());
  }
}
