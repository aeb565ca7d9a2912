package italk.engine.api.extension;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One hook that the engine asks or tells, and how that went since it was registered.
 *
 * @param extension the name of the extension it belongs to; for a {@link
 *     italk.engine.api.Engine#listen} the name given there
 * @param type the simple name of the hook's type, such as {@code MessageInterceptor}
 * @param serviceId the id of its service in the framework; -1 where it is no service
 * @param order its place among the hooks of its type, from 1
 * @param muted true where it is neither asked nor told, because somebody wants it so
 * @param calls how often it was asked or told
 * @param rejects how often it rejected
 * @param failures how often it threw, took too long or gave no valid verdict
 * @param waiting how many events wait for it; 0 for interceptors
 * @param mean how long a call takes on average; of a sample of the calls
 * @param longest how long the longest call of that sample took
 * @since 1.0
 */
@ProviderType
public record ActiveHook(
    String extension,
    String type,
    long serviceId,
    int order,
    boolean muted,
    long calls,
    long rejects,
    long failures,
    int waiting,
    Duration mean,
    Duration longest) {

  /** Checks that nothing is missing. */
  public ActiveHook {
    requireNonNull(extension, "extension");
    requireNonNull(type, "type");
    requireNonNull(mean, "mean");
    requireNonNull(longest, "longest");
  }
}
