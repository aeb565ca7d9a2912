package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Leaks;
import italk.engine.shell.text.Listing;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Finding what stayed in memory. There only where somebody looks for it. */
@Component(immediate = true, service = LeakCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"leaks"})
public final class LeakCommands {

  private final Leaks leaks;

  /** Needs whoever finds them. */
  @Activate
  public LeakCommands(@Reference Leaks leaks) {
    this.leaks = leaks;
  }

  /** What stayed in memory. */
  @Descriptor("lists versions that no longer run and are still in memory, and who holds them")
  public List<Leak> leaks() {
    return plainly(() -> Listing.of(leaks.find(), "Nothing stayed in memory."));
  }
}
