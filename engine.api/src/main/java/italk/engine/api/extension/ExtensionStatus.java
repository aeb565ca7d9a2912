package italk.engine.api.extension;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How an extension is, at one moment.
 *
 * @param name the extension's name
 * @param version its bundle's version; empty where it is not installed
 * @param bundleId its bundle's id in the framework, -1 where it is not installed
 * @param state how far it has come
 * @param position its place in {@code extensions}, from 1; 0 where it is not enabled
 * @param hooks the simple names of the hook types that its manifest declares
 * @param failurePolicy the policy in force
 * @param timeout the timeout in force
 * @param detail why it is not active or in quarantine, in words; empty where there is nothing to
 *     say
 * @param calls how often its interceptors were asked since it was last activated
 * @param rejects how often they rejected
 * @param failures how often its hooks failed: threw, took too long, gave no valid verdict, or lost
 *     events
 * @since 1.0
 */
@ProviderType
public record ExtensionStatus(
    String name,
    Optional<String> version,
    long bundleId,
    State state,
    int position,
    List<String> hooks,
    FailurePolicy failurePolicy,
    Duration timeout,
    String detail,
    long calls,
    long rejects,
    long failures) {

  /** How far an extension has come. New states may be added: have a default branch. */
  @ProviderType
  public enum State {
    /** Enabled, but its bundle is not in the framework. The engine goes on without it. */
    NOT_INSTALLED,
    /** Its bundle is in the framework, but it is not enabled. */
    INSTALLED,
    /**
     * Enabled and installed, but its services are not registered: what it would intercept waits.
     */
    WAITING,
    /** Enabled, and its services are registered. */
    ACTIVE,
    /**
     * As active, but its hooks have failed too often, or hang: its interceptors are not asked and
     * its failure policy decides, and events wait for its listeners, until one call that is let
     * through proves it healthy.
     */
    QUARANTINED
  }

  /** Checks that nothing is missing. */
  public ExtensionStatus {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(state, "state");
    hooks = List.copyOf(hooks);
    requireNonNull(failurePolicy, "failurePolicy");
    requireNonNull(timeout, "timeout");
    requireNonNull(detail, "detail");
  }
}
