package italk.engine.config;

import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.OptionCheck;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.OptionComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the options of a jar and compares them with what is. Safe for any thread: the jar is read
 * on the caller's, and what it is compared with is a snapshot.
 */
final class JarOptionCheck implements OptionCheck {

  /** What is in force and what was installed at one moment. Nobody changes it. */
  record Snapshot(InForce inForce, Installed installed) {}

  private final MetatypeDocuments documents;
  private final Supplier<Snapshot> snapshot;
  private final Interpolation interpolation;

  JarOptionCheck(
      MetatypeDocuments documents, Supplier<Snapshot> snapshot, Interpolation interpolation) {
    this.documents = documents;
    this.snapshot = snapshot;
    this.interpolation = interpolation;
  }

  @Override
  public List<OptionChange> check(String extension, Path jar) {
    List<ObjectClass> next;
    try {
      next = documents.read(jar);
    } catch (IOException | RuntimeException e) {
      // It comes out of a file of somebody else's: an answer, and no fault of ours. Whatever it
      // describes, a section can't be checked against it.
      return List.of(
          new OptionChange(
              OptionChange.Kind.INVALID,
              "*",
              "the options that " + jar.getFileName() + " describes can't be read: " + e));
    }
    Snapshot now = snapshot.get();
    return OptionComparison.compare(
        extension,
        next,
        now.installed(),
        now.inForce().document(),
        now.inForce().file(),
        interpolation);
  }
}
