package italk.engine.api.configuration;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A content of {@code config.json} that came into force.
 *
 * @param number counts up, over restarts, too
 * @param at when it came into force
 * @param who who changed it: whoever a door named, {@link EngineConfiguration#BY_FILE} or {@link
 *     EngineConfiguration#BY_CONFIG_ADMIN}
 * @param restored which version's content an undo brought back; empty where it was no undo
 * @param changes what it changed against the version in force before
 * @since 1.0
 */
@ProviderType
public record ConfigurationVersion(
    long number, Instant at, String who, OptionalLong restored, List<KeyChange> changes) {

  /** Copies the list. */
  public ConfigurationVersion {
    requireNonNull(at, "at");
    requireNonNull(who, "who");
    requireNonNull(restored, "restored");
    changes = List.copyOf(changes);
  }
}
