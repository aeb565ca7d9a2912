package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Plan;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.OperationWords;
import italk.engine.shell.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Putting versions of extensions in, and going back. There only where somebody does operations; the
 * other commands do without.
 */
@Component(immediate = true, service = OperationCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"plan", "update", "rollback", "versions", "operations"})
public final class OperationCommands {

  private final Operations operations;

  /** Whom to ask what is enabled. Nobody while the engine is not up: a way back is needed then. */
  private final AtomicReference<Extensions> extensions = new AtomicReference<>();

  /** Needs whoever does operations. */
  @Activate
  public OperationCommands(@Reference Operations operations) {
    this.operations = operations;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindExtensions(Extensions register) {
    extensions.set(register);
  }

  void unbindExtensions(Extensions register) {
    extensions.compareAndSet(register, null);
  }

  /** What an update would do. */
  @Descriptor("shows what update would do with a jar, and changes nothing")
  public Plan plan(CommandSession shell, @Descriptor("JAR") String jar) {
    return plainly(() -> operations.plan(Words.file(shell, jar, "a jar")));
  }

  /** Installs a jar, or updates what it is a version of. */
  @Descriptor("puts a jar in while people chat; where it is bad, the version before runs again")
  public String update(CommandSession shell, @Descriptor("JAR") String jar) {
    return told(plainly(() -> operations.update(Words.file(shell, jar, "a jar"))));
  }

  /** Goes back. */
  @Descriptor("goes back to the version that ran before")
  public String rollback(@Descriptor("NAME") String extension) {
    return told(plainly(() -> operations.rollback(Words.word(extension))));
  }

  /** Goes to a version that is kept. */
  @Descriptor("goes to a version that is kept, back or forward; see versions")
  public String rollback(
      @Descriptor("NAME") String extension, @Descriptor("VERSION") String version) {
    return told(plainly(() -> operations.rollback(Words.word(extension), Words.word(version))));
  }

  private String told(Outcome outcome) {
    if (!outcome.isGood()) {
      throw CommandFailure.of(OperationWords.line(outcome));
    }
    return outcome.result() == Outcome.Result.DONE && isOff(outcome.subject())
        ? OperationWords.installedOnly(outcome)
        : OperationWords.line(outcome);
  }

  // A bundle that is no extension, such as a library, is in no list to be enabled in.
  private boolean isOff(String extension) {
    return Optional.ofNullable(extensions.get())
        .flatMap(register -> register.find(extension))
        .map(ExtensionStatus::state)
        .filter(ExtensionStatus.State.INSTALLED::equals)
        .isPresent();
  }

  /** What can be gone to. */
  @Descriptor("lists the versions of an extension that are kept, the newest first")
  public List<KeptVersion> versions(@Descriptor("NAME") String extension) {
    String name = Words.word(extension);
    List<KeptVersion> kept = plainly(() -> operations.versions(name));
    if (kept.isEmpty()) {
      throw CommandFailure.of(
          "No version of \"" + Printable.line(name) + "\" is kept. See: extensions, operations");
    }
    return Listing.of(kept, "");
  }

  /** What was done lately. */
  @Descriptor("lists what was lately done to extensions, also by the hot folder, the newest first")
  public List<Outcome> operations() {
    return plainly(() -> Listing.of(operations.recent(), "Nothing was done lately."));
  }
}
