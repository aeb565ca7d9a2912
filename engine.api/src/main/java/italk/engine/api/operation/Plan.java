package italk.engine.api.operation;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What putting a jar in would do. What only the try can show is not in it: whether the new version
 * activates, and whether its class spaces fit together.
 *
 * @param jar the file
 * @param symbolicName the bundle's; empty where it is none
 * @param extension the extension's name; empty where the bundle is none
 * @param before the version that is installed; empty where none is
 * @param version the version in the jar; empty where it is no bundle
 * @param builtFor the versions of the engine's API that it was built for, such as {@code
 *     italk.engine.api [1.0,2)}; empty where it uses none
 * @param steps what would happen to which bundle, in this order
 * @param options how the options differ from those of the version before, and from {@code
 *     config.json}
 * @param obstacles why it can't be done, in words; empty where it can be tried
 * @param remarks what an operator should know, and is no obstacle
 * @since 1.0
 */
@ProviderType
public record Plan(
    Path jar,
    Optional<String> symbolicName,
    Optional<String> extension,
    Optional<String> before,
    Optional<String> version,
    List<String> builtFor,
    List<Step> steps,
    List<OptionChange> options,
    List<String> obstacles,
    List<String> remarks) {

  /**
   * One step.
   *
   * @param action what happens
   * @param bundle to which bundle: symbolic name and version
   */
  @ProviderType
  public record Step(Action action, String bundle) {

    /** Checks that nothing is missing. */
    public Step {
      requireNonNull(action, "action");
      requireNonNull(bundle, "bundle");
    }
  }

  /** What happens to a bundle. New actions may be added: have a default branch. */
  @ProviderType
  public enum Action {
    /** It is installed, beside a version that may be there. */
    INSTALL,
    /** It is stopped. */
    STOP,
    /** It is started. */
    START,
    /** It uses packages of another one that changes, so it is stopped, wired anew and started. */
    REFRESH,
    /** It is uninstalled. */
    UNINSTALL
  }

  /** Checks that nothing is missing. */
  public Plan {
    requireNonNull(jar, "jar");
    requireNonNull(symbolicName, "symbolicName");
    requireNonNull(extension, "extension");
    requireNonNull(before, "before");
    requireNonNull(version, "version");
    builtFor = List.copyOf(builtFor);
    steps = List.copyOf(steps);
    options = List.copyOf(options);
    obstacles = List.copyOf(obstacles);
    remarks = List.copyOf(remarks);
  }

  /** True where nothing is known that speaks against it. */
  public boolean isFeasible() {
    return obstacles.isEmpty();
  }
}
