package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.Engine;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** How the engine is. */
@Component(immediate = true, service = EngineCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"commands", "status", "extensions"})
public final class EngineCommands {

  private final Engine engine;
  private final Extensions extensions;

  /** Needs the engine and its register of extensions. */
  @Activate
  public EngineCommands(@Reference Engine engine, @Reference Extensions extensions) {
    this.engine = engine;
    this.extensions = extensions;
  }

  /** What an operator can say to the engine. */
  @Descriptor("lists the engine's own commands; help lists all that there are")
  public List<CommandUsage> commands(CommandSession shell) {
    return Listing.of(CommandUsage.ofScope(shell, "italk"), "There are no commands.");
  }

  /** How the engine is. */
  @Descriptor("shows whether messages pass, what they wait for, and how many sessions there are")
  public Engine.Status status() {
    return plainly(engine::status);
  }

  /** All extensions. */
  @Descriptor("lists the extensions in the order in which they are asked")
  public List<ExtensionStatus> extensions() {
    return plainly(() -> Listing.of(extensions.list(), "No extension is enabled or installed."));
  }

  /** One extension. */
  @Descriptor("shows one extension")
  public ExtensionStatus extensions(@Descriptor("NAME") String name) {
    return plainly(
        () ->
            extensions
                .find(Words.word(name))
                .orElseThrow(
                    () ->
                        CommandFailure.of(
                            "No extension \""
                                + Printable.line(Words.word(name))
                                + "\" is enabled or installed. See: extensions")));
  }
}
