package italk.engine.api.extension;

import static java.util.Objects.requireNonNull;

import italk.engine.api.User;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A user who wants to connect, as an interceptor sees it.
 *
 * @param user who; where the user is new, as it would be registered
 * @param known true where the user is registered already
 * @param receivedAt when the engine was asked
 * @since 1.0
 */
@ProviderType
public record ConnectRequest(User user, boolean known, Instant receivedAt) {

  /** Checks that nothing is missing. */
  public ConnectRequest {
    requireNonNull(user, "user");
    requireNonNull(receivedAt, "receivedAt");
  }
}
